"""English for the rules planner: from an utterance's words to drafts of operations and acts.

    planning.py     one utterance → a plan; the others serve it
    saying.py       the words as understood: quotes set aside, contractions mended, politeness taken off
    typos.py        misspelt command words, mended only when nothing was understood otherwise
    slips.py        slips of the finger on everybody's words, mended at once
    clauses.py      an utterance into the things it asks for
    rewording.py    roundabout ways of asking, put into the imperative
    wishes.py       "what if there were …", "could it be …", "let the van be …", put into the imperative
    doings.py       somebody new who does something: "let a cat sleep on it"
    lexicon.py      verbs by what they ask for; colours, looks, materials, settings
    tones.py        words for light, colour and sharpness, and the fields they stand for
    amounts.py      "a bit", "by 20", "half", "twice"
    phrases.py      targets and places in a clause
    grammar.py      one clause → drafts of operations, by the family of its verb
    tone.py · repairs.py · looks.py · paint.py · scenery.py · objects.py · becoming.py · geometry.py · lettering.py ·
    references.py   the families; furnishing.py, what is moved or new beside a thing; fresh.py, a new picture
    acts.py         dialogue acts: moves.py (undo, goto …) · revisions.py (amend, drop, restore) · remarks.py (the rest)
    acting.py       an act with what the history tells about it; answers.py, what the session can tell of itself
    standing.py     what a standing rule means for every later edit
    resolve.py      what "it" means here; drafts → operations
    fragments.py    what goes on about the step before: "red this time", "and the car?", "on the right instead"
    earlier.py      what was asked before, asked again: of another thing, by another amount
    alone.py        one step kept and all others taken out; changing.py, into what a thing is to be changed, asked
    instructions.py commands that no operation names
    second.py       a likelier plan where the grammar is lost or known to misread; opinion.py, the arguments for it
    complaints.py   what a person finds wrong, said back as the reason
    replies.py      the sentence that says what will be done, from telling.py's words for each operation

Nothing here knows pixels, stores or models. A draft is an operation's JSON; a phrase "it" in it is still open.
"""
