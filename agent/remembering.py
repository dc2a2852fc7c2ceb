"""What the session is told to keep in mind: standing rules and names; and what it can tell about itself.

Rules are kept in the person's words and applied at once where they can be; the place that a rule protects and the thing
that a name belongs to are written into the log as they were found. It knows nothing of words: planners read those.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent import keeping
from agent.acts import Course, Outcome, carried_out, keep
from agent.edits import mask_ref
from agent.naming import stems
from agent.planners.standing import meaning
from agent.rule import Rule
from agent.scene import plain
from agent.worker import work
from tools.errors import EditRejected, Unclear
from tools.types import Region

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from agent.context import Context
    from agent.events import Event
    from agent.plan import Plan
    from tools.selection import Selection


def remember(context: Context, plan: Plan) -> Course:
    """Keep a standing rule, or a thing's name, with the session."""
    if plan.args.name is not None:
        return (yield from _name(context, plan))
    words = plan.args.rule or context.utterance
    rule, store, ident = meaning(words), context.store, context.session.id
    rules = (*(one for one in context.session.rules if one != words), words)
    context = replace(context, session=store.set_rules(ident, rules))
    if rule.spare:
        return (yield from _spare(context, rule))
    if not rule.always:
        return Outcome(plan.reply or f"Noted for this session: “{words}”.")
    bare = context.bare()
    done = yield from carried_out(bare, bare.lasting())
    said = f"Noted, and kept from now on: “{words}”."
    changed = bool(done) and done[-1].output.digest != context.head.picture
    return Outcome(said, keep(bare, plan, done, said) if changed else None)


def _spare(context: Context, rule: Rule) -> Course:
    """A place that no edit may change from now on, as it is found now."""
    try:
        place = yield from _place(context, rule.spare, as_drawn=True)
    except Unclear:
        place = None
    places = () if place is None else (mask_ref(place),)
    if place is None:
        said = (
            f"Noted: “{rule.words}”. But I can't find “{rule.spare}” in this picture, so I can't protect it yet: draw "
            "a box around it and say “never touch this”."
        )
    else:
        context.store.put_picture(place.mask)
        share = 100 * place.area_px / (place.size[0] * place.size[1])
        said = f"From now on no edit changes {_told(context, rule.spare)} ({share:.1f} % of the picture)."
    remark = keeping.Remark(rule.words, context.head.id, places, rule.spare)
    return Outcome(said, detail={"rule": remark.to_json()})


def _place(context: Context, phrase: str, *, as_drawn: bool = False) -> Generator[Event, None, Selection | None]:
    """Where the words say, or the drawing that came with them (or the thing in it); None where nothing was spoken of.

    Raises Unclear, with candidates, where the words leave it open.
    """
    region = context.region
    studio = context.studio()
    if region is not None and region.drawn:
        drawn, image = region, context.image
        return (yield from work(lambda emit: studio.ground(image, drawn, not as_drawn), context.cancel))
    thing = context.scene.find(phrase)
    if thing is not None:
        return context.selection(thing.mask).warped(thing.since, context.scene.size)
    image = context.image
    if phrase == "it":
        return None
    return (yield from work(lambda emit: studio.ground(image, Region(phrase=phrase), True), context.cancel))


def _told(context: Context, phrase: str) -> str:
    """The thing by the name that was given to it, else with an article."""
    thing = context.scene.find(phrase)
    named = next((name for name in thing.given if plain(name) == plain(phrase)), None) if thing else None
    return named or _the(phrase)


def _the(phrase: str) -> str:
    return phrase if phrase.split(" ", 1)[0].lower() in ("the", "this", "that", "my", "it") else f"the {phrase}"


def forget(context: Context, plan: Plan) -> Course:
    """A standing rule no longer holds, and the look that it has put on the picture comes off."""
    rules, wanted = context.session.rules, (plan.args.rule or "").strip()
    if not rules:
        raise EditRejected("There is no standing rule.", "“From now on …” makes one.")
    gone = _meant(rules, wanted)
    if not gone:
        known = "; ".join(f"“{rule}”" for rule in rules)
        raise EditRejected(f"I find no rule about “{wanted}”.", f"The rules are: {known}.")
    left = [rule for rule in rules if rule not in gone]
    context = replace(context, session=context.store.set_rules(context.session.id, left))
    said = f"Forgotten: {'; '.join(f'“{rule}”' for rule in gone)}."
    bare = context.bare()
    if not any(step.receipt.get("rule") in gone for step in context.head.steps[len(bare.head.steps) :]):
        return Outcome(said)
    done = yield from carried_out(bare, bare.lasting())
    said += " What it did is off the picture again; “undo” brings it back."
    return Outcome(said, keep(bare, plan, done, said))


def _meant(rules: Sequence[str], wanted: str) -> list[str]:
    """The rules that the words mean: all, the last, one by number, or those that share the most words with them."""
    if wanted == "all":
        return list(rules)
    if not wanted:
        return [rules[-1]]
    if wanted.isdecimal():
        return [rules[int(wanted) - 1]] if 1 <= int(wanted) <= len(rules) else []
    scores = {rule: len(stems(wanted) & stems(f"{rule} {meaning(rule).spare}")) for rule in rules}
    best = max(scores.values())
    return [rule for rule, score in scores.items() if score == best] if best else []


def _name(context: Context, plan: Plan) -> Course:
    """A name that the person gives to a thing, which is found as it is now."""
    name, phrase = plan.args.name or "", plan.args.text or "it"
    if context.region is not None and context.region.drawn and phrase == "it":
        phrase = ""
    chosen = next((place for at, _, place in context.chosen if at == context.at), None)
    place = context.selection(chosen) if chosen is not None else (yield from _place(context, phrase))
    if place is None:
        raise EditRejected("I can't tell what is to be called so.", "Say what it is: “call the red cup Rex”.")
    context.store.put_picture(place.mask)
    remark = keeping.Remark(name, context.head.id, (mask_ref(place),), phrase)
    return Outcome(f"All right: {name}.", detail={"name": remark.to_json()})


def answer(context: Context, plan: Plan) -> Course:
    """What the session itself can tell: what was done so far."""
    if plan.reply:
        return Outcome(plan.reply)
    done = "; ".join(f"{turn.depth} “{turn.utterance}”" for turn in context.path[1:])
    return Outcome(f"So far: {done}." if done else "Nothing was done yet; the photograph is as you opened it.")
    yield
