"""Addresses of the mandate, under /avtal/."""

app_name = "agreements"
urlpatterns = []
