"""The app of standards: frameworks, pledges, assessments, reviews, recognitions."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Frameworks, pledges, self-assessment, review by people with lived experience, and recognition."""

    name = "standards"
    label = "standards"

    def ready(self) -> None:
        """Register the kinds of mail, what happens when somebody leaves or joins, and what waits for coordinators."""
        from lero_hub.accounts import erasure
        from lero_hub.authz import role_ends
        from lero_hub.authz.states import Role
        from organisations.queries import desk
        from organisations.workflows import joining_checks
        from standards.messages import assessment, forming, scoring
        from standards.queries import review_desk
        from standards.workflows import joining, leaving

        assessment.register()
        forming.register()
        scoring.register()
        erasure.register_farewell(leaving.say_farewell)
        role_ends.register_role_end(Role.ASSESSOR, leaving.leave_open_reviews)
        joining_checks.register(joining.refuse_while_assessing)
        desk.register_queues(review_desk.queues)
