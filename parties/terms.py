"""Every chosen number of days and minutes, in one place (decision 37)."""

from datetime import timedelta

INVITATION = timedelta(days=14)  # lapses when never entered (decision 12)
CODE = timedelta(minutes=10)
CODE_TRIES = 5
SESSION_IDLE = timedelta(minutes=60)
SESSION_WHOLE = timedelta(hours=12)
SESSION_WARNING = timedelta(minutes=5)
STEP_UP = timedelta(minutes=10)
BORROWED_READER = timedelta(days=7)  # from link to end (decision 22)

REPLY_DAYS = 7
REPLY_DAYS_LEAST = 3
APPEAL_DAYS = 14
QUESTIONNAIRE_BEFORE_INTERVIEW = timedelta(days=7)

COOLING = timedelta(hours=4)
MAIL_FROM_HOUR, MAIL_TO_HOUR = 9, 20
REMINDERS_MOST = 3
REMINDERS_APART = timedelta(days=3)

OPENING = timedelta(minutes=15)  # one opening event per actor and dossier (decision 7)
KEEP_WEEKS_MOST = 4  # a party may only shorten
LONGER_KEEPING = timedelta(days=365)  # at most, with the candidate's consent
NOTICES_BEFORE_ERASURE = (14, 3)  # days
RIGHTS_CASE = timedelta(days=28)  # internal target in both regimes (P-50)
HOLD_REVIEW_MONTHS = 3

VOG_BEFORE_NOMINATION = timedelta(weeks=8)  # V-05, B-10
VOG_SOFT_MARK = timedelta(weeks=4)
SETTLE_BEFORE_NOMINATION = timedelta(days=14)  # E-02
CRIMINAL_LOOK_BACK_YEARS = 4  # P-22
KEY_COOKIE = timedelta(days=400)  # at most what browsers keep; R-02 ends it earlier

FACTOR_RESET_WAIT = timedelta(hours=24)  # decision 16
OPERATOR_LINK = timedelta(hours=24)
FIRST_RUN_LINK = timedelta(hours=1)
DAILY_HOUR = 3
