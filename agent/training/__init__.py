"""Learning: what `pentimento train NAME` makes, and how it is kept honest.

    rows.py         what there is to learn from, and its licence
    folds.py        cross-validation that never leaks
    phrasings.py    what the project itself writes to learn from
    planner.py      the weights of the rules planner's second opinion

scikit-learn is loaded only while it trains.
"""
