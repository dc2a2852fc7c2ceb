"""What can be told without seeing the picture: what was done, what the rules are, and what can be asked for."""

from __future__ import annotations

from agent.planners import Request
from agent.planners.english import replies, saying


def answer(question: str, request: Request) -> str:
    """What can be told without seeing the picture: what was done, and what can be done."""
    done = [f"{turn.depth} {turn.utterance}" for turn in request.history if turn.depth > 0]
    said = question.lower()
    if saying.search(r"^who are you|your name|what are you", said):
        return f"I edit photographs by conversation: I can {replies.MENU}, and nothing is ever lost."
    if saying.search(r"^how (?:do|can|would) (?:i|we|you)", said):
        return f"Just say it: I can {replies.MENU}. “Undo” takes back the last step, “start over” all of them."
    if saying.search(r"\b(?:see|recogni[sz]e|describe|is (?:this|that|it))\b", said) and "undo" not in said:
        return "I can't see the picture, so I can only tell what was done and what I can do."
    if "can you" in said or "help" in said:
        return f"I can {replies.MENU}, and more. Every step can be undone, changed or taken out later."
    if saying.search(r"\b(?:did|done|do so far|history|steps|changes|edits|happened|far)\b", question.lower()):
        return f"So far: {' · '.join(done[-12:])}." if done else "Nothing has been changed yet."
    return "I can't see the picture, so I can only tell what was done and what I can do."
