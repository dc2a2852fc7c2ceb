"""Edits of the whole picture but for one thing: "black and white except the umbrella", "blur it but keep the dog".

It tells the words of the edit from those of what is kept. It knows nothing of either: the grammar reads the edit.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.planners.english.phrases import Draft, target
from agent.planners.english.saying import Saying, pattern, search

_BUT = r"(?:except(?: for)?|but(?: not)?|apart from|other than|besides|excluding|save for)"
_WHAT = (
    r"(?P<kept>(?!(?:keep|leave|leaving|keeping|don't|do|not|with|make|only|also|in|on|for|a)\b)"
    r"(?:the |his |her |my |its )?[\w' -]+?)"
)
_LOOK = (
    r"(?: (?:black and white|monochrome|gray|darker|brighter|lighter|blurry|blurred|softer|warmer|cooler|sepia)"
    r"(?: .*)?)"
)
_ROWS = (
    r"^(?P<how>.*?)\b(?P<all>everything|everyone|all|(?:the )?(?:whole |rest of the )?(?:image|photo|picture))"
    rf"(?: else)? {_BUT} {_WHAT}(?P<rest>{_LOOK}?)$",
    r"^(?P<how>.+?),? (?:but|and|while) (?:keep|keeping|leave|leaving) (?P<kept>(?:the|his|her|my|only the) "
    r".+?)(?P<rest>(?: (?:in (?:full )?colou?r|colored|as (?:it|they|he|she) (?:is|are|was|were)|alone|untouched|"
    r"unchanged|the same|sharp|in focus))?)$",
    r"^(?P<how>.+?),? (?:except(?: for)?|but not|apart from|other than|excluding|save for) "
    r"(?P<kept>(?:the|his|her|my|their|its) [\w' -]+)(?P<rest>)$",
)
_SOME_KEPT = r"\b(?:except|but|apart|other than|besides|excluding|save|keep|keeping|leave|leaving)\b"
_WHOLE_LOOKS = frozenset(("adjust", "enhance", "restyle", "relight", "match"))


def readings(clause: Saying) -> Iterator[tuple[Saying, str]]:
    """The edit without what is kept, and the phrase of what is kept; one for each way to read the clause."""
    if not search(_SOME_KEPT, clause.text):
        return
    for source in _ROWS:
        match = pattern(source).match(clause.text)
        kept = target(match["kept"]) if match else None
        if match and kept and kept != "it":
            plain = f"{match['how']}it{match['rest']}" if "all" in match.groupdict() else match["how"]
            yield Saying(plain, plain, clause.quotes), kept


def but(drafts: list[Draft], kept: str) -> list[Draft]:
    """The drafts, and what is kept brought back after them; nothing where one of them is not of the whole picture."""
    if not drafts or not all(map(_of_the_whole, drafts)):
        return []
    whole = [{name: value for name, value in draft.items() if name != "region"} for draft in drafts]
    return [*whole, {"op": "restore", "region": {"phrase": kept}}]


def _of_the_whole(draft: Draft) -> bool:
    return draft["op"] in _WHOLE_LOOKS and (draft.get("region") or {}).get("phrase") in (None, "it")
