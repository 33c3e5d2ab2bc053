"""Pages of floor 3: the conversation, the papers, changes after signing."""

from reports.urls_changes import urlpatterns as changes
from reports.urls_conversation import urlpatterns as conversation
from reports.urls_papers import urlpatterns as papers

app_name = "reports"
urlpatterns = [*conversation, *papers, *changes]
