"""Nobody joins an organisation while they assess it: the other half of the trigger on assignments."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION standards_membership_no_conflict() RETURNS trigger AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.user_id::text, 24));
    IF EXISTS (
        SELECT 1 FROM standards_assignment g
        JOIN standards_review r ON r.id = g.review_id
        JOIN standards_assessment a ON a.id = r.assessment_id
        WHERE g.user_id = NEW.user_id AND g.ended_at IS NULL AND a.organisation_id = NEW.organisation_id
          AND r.state NOT IN ('decided', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'This person is assessing the organisation.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_membership_no_conflict';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER standards_membership_no_conflict
    BEFORE INSERT OR UPDATE OF user_id, organisation_id, ended_at ON organisations_membership
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION standards_membership_no_conflict();
"""
BACKWARDS = """
DROP TRIGGER standards_membership_no_conflict ON organisations_membership;
DROP FUNCTION standards_membership_no_conflict();
"""


class Migration(migrations.Migration):
    """Watch memberships from here: `organisations` knows nothing of reviews."""

    dependencies = [("standards", "0001_standards"), ("organisations", "0003_counted")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
