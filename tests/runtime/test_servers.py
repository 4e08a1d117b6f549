"""The servers that the tests themselves stand on."""

import psycopg
import pytest
import redis
from sqlalchemy import create_engine, text

from tests.postgres import candidates, server
from tests.servers import postgres_database


def test_the_postgres_server_is_real_and_new_enough(postgres_url):
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.dialect.server_version_info >= (14,)
        assert connection.execute(text("SELECT pg_typeof('1'::jsonb)::text")).scalar() == "jsonb"
    engine.dispose()


@pytest.mark.parametrize("binaries", candidates(), ids=str)
def test_every_postgres_that_is_found_here_starts_and_leaves_nothing(binaries):
    with server(binaries, {}) as url:
        home = url.split("host=")[1]
        with psycopg.connect(host=home, user="postgres", dbname="postgres") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=home, user="postgres", dbname="postgres")


def test_a_fresh_database_has_the_template_s_rows_and_is_gone_afterwards(postgres_url):
    def prepare(url):
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE landmark AS SELECT 1 AS id"))
        engine.dispose()

    with postgres_database(postgres_url, prepare=prepare) as template_url:
        template = template_url.split("/")[-1].split("?")[0]
        with postgres_database(postgres_url, template=template) as url:
            engine = create_engine(url)
            with engine.begin() as connection:
                assert connection.execute(text("DELETE FROM landmark RETURNING id")).scalar() == 1
        with postgres_database(postgres_url, template=template) as other_url:
            other = create_engine(other_url)
            with other.connect() as connection:
                assert connection.execute(text("SELECT id FROM landmark")).scalar() == 1
    with pytest.raises(Exception, match="does not exist"):
        create_engine(url).connect()


def test_the_shared_broker_is_handed_out_empty(redis_url, request):
    redis.Redis.from_url(redis_url).set("left", "over")
    client = redis.Redis.from_url(request.getfixturevalue("fresh_redis_url"))
    assert client.dbsize() == 0


def test_a_killed_broker_comes_back_empty_at_the_same_address(own_broker):
    client = redis.Redis.from_url(own_broker.url)
    client.set("job", "1")
    own_broker.kill()
    with pytest.raises(redis.ConnectionError):
        client.get("job")
    own_broker.start()
    assert client.get("job") is None
