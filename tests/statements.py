"""What a call sends to the database: how many statements, and how the first one is carried out."""

from sqlalchemy import event


def _sent(engine, run):
    seen = []

    def note(connection, cursor, statement, parameters, *_):
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


def count_statements(engine, run):
    """How many statements a call sends.

    On SQLite without the inserts: rows whose keys come back are sent there one by one, by the library.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    sent = [statement for statement, _ in _sent(engine, run)]
    return len([one for one in sent if not (is_sqlite and one.startswith("INSERT"))])


def plan_of(session, run, about=""):
    """The plan of the first statement of a call that has these words in it.

    PostgreSQL chooses by size, and a test's tables are small: there sequential scans and sorts are made dear, so that
    one stands in the plan only where no index can do.
    """
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for dear in ("seqscan", "sort", "bitmapscan"):
            connection.exec_driver_sql(f"SET LOCAL enable_{dear} = off")
    return explained(session, run, about)


def explained(session, run, about=""):
    """The plan of the first statement of a call that has these words in it, by the statistics that there are."""
    connection = session.connection()
    explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    sent = _sent(session.get_bind(), run)
    statement, parameters = next(one for one in sent if about in one[0])
    rows = connection.exec_driver_sql(explain + statement, parameters).all()
    return "\n".join(str(row[-1]) for row in rows)
