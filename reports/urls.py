"""Pages of floor 3: the conversation and the papers."""

from reports.urls_conversation import urlpatterns as conversation
from reports.urls_papers import urlpatterns as papers

app_name = "reports"
urlpatterns = [*conversation, *papers]
