"""The pages of comments: saying something in an activity, in other words, and taking it back."""

from activities.forms.commenting import CommentForm
from activities.models import Activity, Comment
from collab.pages import ActionPage, CreatePage, EditPage


class CommentCreate(CreatePage):
    section = "activities"
    model = Comment
    within = (Activity, "comment")
    form_class = CommentForm
    template_name = "activities/comment_form.html"


class CommentEdit(EditPage):
    section = "activities"
    model = Comment
    form_class = CommentForm
    template_name = "activities/comment_form.html"


class CommentWithdraw(ActionPage):
    model = Comment

    def perform(self, comment):
        comment.withdraw(by=self.request.actor)
