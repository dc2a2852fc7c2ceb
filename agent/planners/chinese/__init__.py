"""Chinese for the rules planner: from an utterance's characters to drafts of operations and acts. No word segmenter.

    planning.py     one utterance → a plan; the others serve it
    script.py       which language an utterance is in; traditional characters and usual slips made simplified
    saying.py       the words as understood: quotes set aside, politeness and final particles taken off
    clauses.py      an utterance into the things it asks for
    numbers.py      numerals, amounts ("一点", "百分之二十", "一倍"), parts of a whole
    lexicon.py      looks, times, materials, poses, lights, in the English that the tools know; measure words
    phrases.py      targets, places and new things in a clause
    grammar.py      one clause → drafts of operations, family by family
    tone.py · repairs.py · looks.py · objects.py · geometry.py · lettering.py · portraits.py    the families
    placing.py      a move to a place that another thing tells
    acts.py         dialogue acts: moves.py (undo, goto, branch …) · revisions.py (amend, drop, restore) · remarks.py
    references.py   attached pictures, "另一个", "天空也一样", "刚加的帽子"
    replies.py      the sentence that says what will be done, from telling.py's words for each operation

What "it" means, how drafts become operations and what was asked before is no matter of language: `english.resolve` and
`english.earlier` serve both. Nothing here knows pixels, stores or models. A draft is an operation's JSON; a phrase "it"
in it is still open. Colours, places and looks are given in English, as the tools name them; other words as said.
"""
