"""A Chinese utterance → a plan, clause by clause with the grammar of this package.

It edits nothing it was not asked for: words it cannot place become one short question. It knows nothing of pixels, of
the store, or of other planners.
"""

from __future__ import annotations

from typing import Any

from agent.plan import MAX_OPERATIONS, Arguments, Plan
from agent.planners import Request
from agent.planners.chinese import acts, clauses, grammar, lettering, references, remarks, replies, saying, steps, tone
from agent.planners.chinese.phrases import Draft
from agent.planners.chinese.said import Said
from agent.planners.chinese.saying import Saying
from agent.planners.english import earlier
from agent.planners.english.resolve import settle
from tools.chinese import is_chinese
from tools.types import Operation

MAX_LETTERS = 600
MAX_NAME = 60
_SOMEBODY = {"man": "男人", "woman": "女人", "people": "人"}


def plan(request: Request) -> Plan:
    """The plan for one utterance; `ask` where it is not understood."""
    said = saying.read(request.utterance)
    if not said.text.strip(" ,.!?;~"):
        return _say("ask", replies.QUESTIONS["nothing"])
    if len(said.text) > MAX_LETTERS:
        return _say("ask", replies.QUESTIONS["long"])
    spaced = saying.read(request.utterance, stops=True)
    said = spaced if spaced.text != said.text and _all_known(spaced.text) else said
    return _Reader(said, request).plan() or _say("ask", replies.QUESTIONS["unknown"])


def _all_known(text: str) -> bool:
    """Whether every clause is understood by itself, so that the spaces between them were meant as commas."""
    return all(acts.act(clause) or grammar.drafts(clause) for clause in clauses.clauses(text))


def _say(act: Any, reply: str, **rest: Any) -> Plan:
    return Plan(act=act, reply=reply, **rest)


class _Reader:
    """One utterance, read with what the session knows."""

    def __init__(self, said: Saying, request: Request) -> None:
        self.said = said
        self.request = request

    def plan(self) -> Plan | None:
        """The plan, or None where no clause is understood."""
        whole = saying.trimmed(self.said.text)
        act = acts.act(whole)
        plain = bool(act and act.act in ("none", "rate", "answer", "undo", "redo", "goto"))
        again = None if plain or self.request.references else self._again(saying.polite_off(whole))
        if again:
            return again
        for text in (whole, saying.polite_off(whole)):
            found = acts.act(text)
            made = self._of_act(found) if found else None
            if made:
                return made
        return _chained(self._by_clause()) or self._instructed()

    def _by_clause(self) -> list[Plan]:
        plans: list[Plan] = []
        drafts: list[Draft] = []
        reasons: list[str | None] = []
        left_out: list[str] = []
        pending: list[str] = []
        parts = clauses.clauses(self.said.text)
        for clause in parts:
            found = acts.act(clause)
            if found and found.act in ("none", "rate", "answer") and (drafts or plans):
                continue
            kept = grammar.keeps(clause) if len(parts) > 1 and not (found and found.act in _RULED) else None
            if plans and plans[-1].act in ("drop", "undo") and saying.search(r"还是|仍然|依然|照样", clause):
                kept = ""  # what was done before stays done
            if kept is not None:
                pending += [kept] if kept else []
                continue
            made = self._of_act(found) if found else None
            if made:
                plans += [*self._edits(drafts, reasons), made]
                drafts, reasons = [], []
                continue
            added = lettering.more(clause) if drafts and drafts[-1]["op"] == "text" else None
            if added:
                drafts[-1] = {**drafts[-1], **added}
                continue
            read = self._read(clause)
            if not read:
                left_out += [clause] if len(clause) > 1 else []
            elif not _says_again(drafts, reasons, read):
                if reasons and reasons[-1] and _takes_its_place(drafts[-1], read[0]):
                    drafts, reasons = drafts[:-1], reasons[:-1]
                drafts = _joined(drafts, read)
                reasons += [_reason(clause)]
        for words in pending:
            drafts = grammar.kept(drafts, words)
            reasons += [None] * (len(drafts) - len(reasons))
        plans += self._edits(drafts, reasons)
        return self._confessed(plans, left_out)

    def _confessed(self, plans: list[Plan], left_out: list[str]) -> list[Plan]:
        """The plans, the last of which tells what was not understood; none where only "不对" or "好看" was."""
        if plans:
            left_out = [words for words in left_out if not (remarks.is_bare_remedy(words) or remarks.forbids(words))]
        if left_out and all(plan.act in ("rate", "none") for plan in plans):
            return []
        if left_out:
            reply = f"{plans[-1].reply}{replies.left_out(self.said.restored(left_out[0]))}"
            plans[-1] = plans[-1].model_copy(update={"reply": reply})
        return [plan for plan in plans if not (plan.act in ("none", "rate") and len(plans) > 1)] or plans

    def _read(self, clause: str) -> list[Draft]:
        if self.request.references:
            found = references.refer(clause, self.request.references)
            if found:
                return found
        return grammar.drafts(clause)

    def _settled(self, drafts: list[Draft]) -> tuple[Operation, ...]:
        """Operations, with quotes put back and things told by when they were put in named by their id."""
        restored = [_restored(self.said, references.pointed(draft, self.request)) for draft in drafts[:MAX_OPERATIONS]]
        return tuple(_in_chinese(operation) for operation in settle(restored, self.request))

    def _edits(self, drafts: list[Draft], reasons: list[str | None]) -> list[Plan]:
        """One plan for a run of edit clauses; a complaint is named as the reason."""
        operations = self._settled(drafts)
        because = [self.said.restored(reason) for reason in reasons if reason]
        remedy = len(because) == len(reasons) > 0
        reply = replies.remedied(operations, because) if remedy else replies.will_do(operations)
        return [_say("edit", reply, operations=operations)] if operations else []

    def _instructed(self) -> Plan | None:
        found = [draft for clause in clauses.clauses(self.said.text)[:1] for draft in grammar.instruct(clause)]
        operations = self._settled(found)
        return _say("edit", replies.will_do(operations), operations=operations) if operations else None

    def _again(self, text: str) -> Plan | None:
        """The last operation once more: of another thing too, or of another one instead of the one that was taken."""
        same = references.same(text, self.request)
        if same:
            operations = self._settled(same)
            return _say("edit", replies.will_do(operations), operations=operations) if operations else None
        drafts = references.instead(text, self.request)
        if drafts is None:
            return None
        operations = self._settled(drafts)
        if operations:
            return _say("amend", replies.amended({}, operations), operations=operations)
        return _say("ask", replies.QUESTIONS["which"])

    def _of_act(self, found: Said) -> Plan | None:
        """The plan of an act; None if it turns out to be an edit, or nothing."""
        args = {name: _bare(self.said, value) for name, value in found.args.items()}
        if len(str(args.get("name") or "")) > MAX_NAME:
            return None
        if found.act == "amend":
            return self._amount(found) if found.amount is not None else self._amended(found)
        if found.act == "drop" and found.unsure and not self._was_done(str(args.get("name"))):
            return None
        if found.act == "ask":
            return _say("ask", replies.QUESTIONS[args["text"]])
        if found.act == "restore":
            operations = self._settled(list(found.drafts))
            return _say("restore", replies.will_do(operations), operations=operations) if operations else None
        if found.act == "compare" and args.get("where") == "before":
            depth = self.request.history[-1].depth if self.request.history else 0
            return _say("compare", "和上一步对比。", args=Arguments(turn=max(0, depth - 1)))
        reply = self._answer(args["text"]) if found.act == "answer" else replies.of_act(found.act, args)
        return _say(found.act, reply, args=Arguments(**args))

    def _amount(self, found: Said) -> Plan:
        draft = earlier.with_amount(self.request, int(found.args["turn"]), found.amount or 0.0)
        operations = settle([draft], self.request) if draft else ()
        if not operations:
            return _say("ask", f"第{found.args['turn']}步没有我知道的单一强度。要改它的哪一点？")
        reply = f"第{found.args['turn']}步改为{found.amount:g}。"
        return _say("amend", reply, args=Arguments(**found.args), operations=operations)

    def _amended(self, found: Said) -> Plan | None:
        if found.rest is None:
            return _say("amend", replies.amended(found.args, ()), args=Arguments(**found.args))
        rest = saying.polite_off(found.rest)
        drafts = self._read(rest) or self._read(f"它{rest}") or self._read(f"变成{rest}")
        explicit = any((draft.get("region") or {}).get("phrase") not in (None, "it") for draft in drafts)
        if not drafts or (not found.args and (explicit or len(self.request.history) == 1)):
            return None
        bare = [
            {**draft, "region": None} if (draft.get("region") or {}).get("phrase") == "it" else draft
            for draft in drafts
        ]
        operations = self._settled(bare)
        if not operations:
            return None
        reply = replies.amended(found.args, operations)
        return _say("amend", reply, args=Arguments(**found.args), operations=operations)

    def _was_done(self, name: str) -> bool:
        """Whether an earlier step was asked for with these words."""
        told = [str(value) for turn in self.request.history for step in turn.steps for value in step.asked.values()]
        said = "".join([*(turn.utterance for turn in self.request.history), *told])
        letters = [letter for letter in steps.words(name) if is_chinese(letter)]
        return name in said or (bool(letters) and all(letter in said for letter in letters))

    def _answer(self, question: str) -> str:
        """What can be told without seeing the picture: what was done, and what can be done."""
        kind = remarks.doing(question)
        if kind != "done":
            return replies.ANSWERS[kind]
        done = [f"第{turn.depth}步“{turn.utterance}”" for turn in self.request.history if turn.depth > 0]
        return f"到现在做了：{'，'.join(done[-12:])}。" if done else replies.ANSWERS["nothing"]


_RULED = ("undo", "redo", "goto", "drop", "restore", "branch")  # they keep the rest by themselves


def _bare(said: Saying, value: Any) -> Any:
    return said.restored(value) if not isinstance(value, str) else said.restored(value, bare=len(value) == 1)


def _restored(said: Saying, draft: Draft) -> Draft:
    """The draft with every quote back in its place; lettering without marks."""
    return {name: said.restored(value, bare=name in ("content", "old")) for name, value in draft.items()}


def _in_chinese(operation: Operation) -> Operation:
    """Somebody of whom only "him" is known, in the person's language."""
    region = operation.region
    if region is None or region.object_id or region.phrase not in _SOMEBODY:
        return operation
    named = region.model_copy(update={"phrase": _SOMEBODY[region.phrase]})
    return operation.model_copy(update={"region": named})


def _reason(clause: str) -> str | None:
    """The complaint that a clause is: named in the reply as why something was done."""
    complaint = saying.search(
        r"^(?:[^把将让调变弄]*?)(?:太|过于|有点|有些|不够|不太|偏|好|很|这么|过曝|欠曝|歪|噪点|糊|模糊|雾|灰)", clause
    )
    wish = saying.search(r"[把将让别]|不要|调|弄|变|一[点些]|更|再|去|除|降噪|加|要|虚化|提高|降低|改|换", clause)
    return (
        clause
        if complaint and (not wish or (tone.complains(clause) and not saying.search(r"^[把将让]", clause)))
        else None
    )


def _says_again(drafts: list[Draft], reasons: list[str | None], more: list[Draft]) -> bool:
    """Whether a clause only asks for the remedy of the complaint before it: "太暗了，调亮一点"."""
    if not (drafts and reasons and reasons[-1]) or len(more) != 1:
        return False
    before, now = drafts[-1], more[0]
    if before.get("task") in ("deblur", "dehaze") and now["op"] == "adjust":
        return bool(_directions(now)) and set(_directions(now)) <= {"contrast", "sharpness"}
    if before["op"] != now["op"] or now.get("region") not in (None, {"phrase": "it"}, before.get("region")):
        return False
    said, done = _directions(now), _directions(before)
    lighter = done.get("shadows") or done.get("highlights") is not None
    return said.items() <= done.items() or (bool(lighter) and said == {"exposure": "shadows" in done})


def _takes_its_place(before: Draft, now: Draft) -> bool:
    """Whether what was complained about is replaced: "天太灰，换成蓝天"."""
    return now["op"] == "replace" and before.get("region") == now.get("region") is not None


def _directions(draft: Draft) -> dict[str, bool]:
    return {name: value > 0 for name, value in draft.items() if isinstance(value, float | int)}


def _joined(drafts: list[Draft], more: list[Draft]) -> list[Draft]:
    """The drafts with those of the next clause; "去掉垃圾桶，换成花盆" is one replacement."""
    if {"op": "adjust", "auto": True} in drafts and more == [{"op": "adjust", "auto": True}]:
        return drafts
    last, pointing = (drafts[-1] if drafts else None), ({"phrase": "it"}, None)
    if (
        last
        and last["op"] == "remove"
        and more[0]["op"] in ("replace", "recolor")
        and more[0].get("region") in pointing
    ):
        return [*drafts[:-1], {**more[0], "region": last["region"]}, *more[1:]]
    moved = last is not None and last["op"] in _OF_A_THING and last.get("region")
    if (
        moved
        and more[0]["op"] in ("resize", "rotate", "flip")
        and not more[0].keys() & {"region", "width_px", "height_px"}
    ):
        return [*drafts, {**more[0], "region": {"phrase": "it"}}, *more[1:]]
    return [*drafts, *more]


_OF_A_THING = ("move", "resize", "recolor", "replace", "retexture", "flip", "rotate")


def _chained(plans: list[Plan]) -> Plan | None:
    """Several acts as one plan, each the `then` of the one before."""
    chain: Plan | None = None
    for plan in reversed(plans[:6]):
        chain = plan.model_copy(update={"then": chain}) if chain else plan
    return chain
