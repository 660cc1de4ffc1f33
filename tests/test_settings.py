import re
import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, SettingsError, describe, development_key, read_settings
from storage.sealed import KeyRing

HERE = Path(__file__).parent.parent
KEY = "k1:" + b64encode(bytes(range(32))).decode()
OLD_KEY = "k0:" + b64encode(bytes(range(1, 33))).decode()
POSTGRESQL = {"PAYUNG_DATABASE_URL": "postgresql://payung:rahasia@db.example/payung", "PAYUNG_DATA_KEY": KEY}


def problems(environ: dict[str, str], env_file: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ, env_file)
    assert all(
        problem.wrong and problem.remedy and problem.name in str(caught.value) for problem in caught.value.problems
    )
    return [problem.name.removeprefix("PAYUNG_") for problem in caught.value.problems]


def test_with_nothing_set_it_starts_on_this_machine_as_a_trial() -> None:
    settings = read_settings({}, None)
    assert settings == Settings(public_url="http://127.0.0.1:8080")
    assert settings.trial
    assert settings.sqlite_file == Path("var/payung.db")
    assert settings.development_key_file == Path("var/keys/development")


def test_the_environment_wins_over_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PAYUNG_PORT=9001\nPAYUNG_LOG_LEVEL=debug\nPAYUNG_HOST=\nOTHER=1\n")
    settings = read_settings({"PAYUNG_PORT": "9002", "PAYUNG_LOG_LEVEL": "", "HOME": "/"}, env_file)
    assert (settings.port, settings.log_level, settings.host) == (9002, "DEBUG", "127.0.0.1")
    assert settings.public_url == "http://127.0.0.1:9002"


def test_a_dollar_sign_in_the_file_stays_one(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PAYUNG_OFFICE_NAME='Desa ${HOME} $1'\nPAYUNG_OFFICE_CONTACT=kantor\n")
    assert read_settings({}, env_file).office_name == "Desa ${HOME} $1"


def test_a_missing_file_is_no_problem_and_an_unreadable_one_is(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path / "none").trial
    broken = tmp_path / ".env"
    broken.write_bytes(b"PAYUNG_OFFICE_NAME=\xff\xfe")
    assert len(problems({}, broken)) == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"PAYUNG_HOST": "::1"},
        {"PAYUNG_HOST": "localhost", "PAYUNG_PORT": "1"},
        {"PAYUNG_HOST": "0.0.0.0", "PAYUNG_PUBLIC_URL": "https://payung.example"},
        {"PAYUNG_PUBLIC_URL": "https://payung.example:8443/bpu"},
        {"PAYUNG_PUBLIC_URL": "http://127.0.0.2:80"},
        {"PAYUNG_PUBLIC_URL": "http://[::1]:8080"},
        {"PAYUNG_DATABASE_URL": "sqlite:////srv/payung/payung.db"},
        {"PAYUNG_DATABASE_URL": "sqlite:///p.db", "PAYUNG_DATA_KEY": f"{KEY}, {OLD_KEY}"},
        {"PAYUNG_DATABASE_URL": "postgresql://postgres:@/payung?host=/tmp/socket", "PAYUNG_DATA_KEY": KEY},
        {"PAYUNG_OFFICE_NAME": "Dinas Contoh", "PAYUNG_OFFICE_CONTACT": "kantor@desa.example"},
        POSTGRESQL,
    ],
)
def test_settings_that_fit_are_taken_as_they_are(environ: dict[str, str]) -> None:
    settings = read_settings(environ, None)
    for variable, text in environ.items():
        assert str(getattr(settings, variable.removeprefix("PAYUNG_").lower())) == text


@pytest.mark.parametrize(
    ("environ", "wrong"),
    [
        ({"PAYUNG_DATABASE_URL": "sqlite:///"}, ["DATABASE_URL"]),
        ({"PAYUNG_DATABASE_URL": "sqlite:///:memory:"}, ["DATABASE_URL"]),
        ({"PAYUNG_DATABASE_URL": "mysql://a/b"}, ["DATABASE_URL"]),
        ({"PAYUNG_DATABASE_URL": "postgresql://a"}, ["DATABASE_URL"]),
        ({"PAYUNG_DATABASE_URL": "postgresql://a:port/b", "PAYUNG_DATA_KEY": KEY}, ["DATABASE_URL"]),
        ({"PAYUNG_DATABASE_URL": "postgresql://a/b"}, ["DATA_KEY"]),
        ({"PAYUNG_DATA_KEY": KEY.removeprefix("k1:")}, ["DATA_KEY"]),
        ({"PAYUNG_DATA_KEY": "k1:c2hvcnQ="}, ["DATA_KEY"]),
        ({"PAYUNG_DATA_KEY": "k1:kunci-é"}, ["DATA_KEY"]),
        ({"PAYUNG_DATA_KEY": f"{KEY},{KEY}"}, ["DATA_KEY"]),
        ({"PAYUNG_DATA_KEY": f"{KEY},"}, ["DATA_KEY"]),
        ({"PAYUNG_HOST": "dua kata"}, ["HOST"]),
        ({"PAYUNG_HOST": "0.0.0.0"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PORT": "0"}, ["PORT"]),
        ({"PAYUNG_PORT": "65536"}, ["PORT"]),
        ({"PAYUNG_PORT": "8_080"}, ["PORT"]),
        ({"PAYUNG_PORT": "٨٠٨٠"}, ["PORT"]),
        ({"PAYUNG_PUBLIC_URL": "payung.example"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "ftp://payung.example"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "http://payung.example"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "https://payung.example/"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "https://payung.example?"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "https://a:b@payung.example"}, ["PUBLIC_URL"]),
        ({"PAYUNG_PUBLIC_URL": "https://[payung"}, ["PUBLIC_URL"]),
        ({"PAYUNG_OFFICE_NAME": "Dinas Contoh"}, ["OFFICE_CONTACT"]),
        ({"PAYUNG_OFFICE_CONTACT": "kantor@desa.example"}, ["OFFICE_NAME"]),
        ({"PAYUNG_OFFICE_NAME": "dua\nbaris", "PAYUNG_OFFICE_CONTACT": "x"}, ["OFFICE_NAME"]),
        ({"PAYUNG_LOG_LEVEL": "loud"}, ["LOG_LEVEL"]),
        ({"PAYUNG_PORTS": ""}, ["PORTS"]),
        (
            {
                "PAYUNG_PORT": "x",
                "PAYUNG_HOST": "-",
                "PAYUNG_LOG_LEVEL": "x",
                "PAYUNG_OFFICE_NAME": "x",
                "PAYUNG_": "1",
            },
            ["", "HOST", "PORT", "LOG_LEVEL", "OFFICE_CONTACT"],
        ),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(environ: dict[str, str], wrong: list[str]) -> None:
    assert sorted(problems(environ)) == sorted(wrong)


@pytest.mark.parametrize(
    ("written", "meant"), [("PAYUNG_DATABSE_URL", "PAYUNG_DATABASE_URL"), ("PAYUNG_OFFICENAME", "PAYUNG_OFFICE_NAME")]
)
def test_an_unknown_name_is_answered_with_the_nearest_known_one(written: str, meant: str, tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"{written}=1\n")
    with pytest.raises(SettingsError, match=f"{written} .*{meant} "):
        read_settings({}, env_file)


@pytest.mark.parametrize(
    "environ",
    [
        {"PAYUNG_DATA_KEY": "k1:s3cr3tvalue"},
        {"PAYUNG_DATA_KEY": "s3cr3tvalue"},
        {"PAYUNG_DATA_KEY": "s3cr3tvalue:" + b64encode(bytes(31)).decode()},
        {"PAYUNG_DATABASE_URL": "postgres://payung:s3cr3tvalue@db/payung"},
        {"PAYUNG_DATABASE_URL": "postgresql://payung:s3cr3tvalue@db:s3cr3tvalue/payung"},
        {"PAYUNG_PORT": "s3cr3tvalue", "PAYUNG_HOST": "s3cr3tvalue/", "PAYUNG_PUBLIC_URL": "https://u:s3cr3tvalue@h"},
    ],
)
def test_no_problem_repeats_a_value(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ, None)
    assert "s3cr3tvalue" not in str(caught.value) + repr(caught.value.problems)


def test_the_representation_hides_secrets() -> None:
    shown = repr(read_settings(POSTGRESQL, None))
    assert "rahasia" not in shown
    assert KEY not in shown
    assert "host='127.0.0.1'" in shown


def test_the_example_file_lists_every_setting_with_its_default_and_meaning() -> None:
    example = HERE / ".env.example"
    assert dotenv_values(example) == {row.name: row.default for row in describe()}
    assert read_settings({}, example) == read_settings({}, None)
    for row in describe():
        assert f"# {row.meaning}\n{row.name}={row.default}\n" in example.read_text()


def test_the_table_in_the_readme_lists_every_setting() -> None:
    readme = (HERE / "README.md").read_text()
    if "<!-- settings -->" not in readme:
        pytest.skip("the README has no table of settings yet")
    table = readme.split("<!-- settings -->")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(PAYUNG_\w+)` \| (?:`(.*?)`)? ?\| (.*?) \|$", table, re.M) == [
        tuple(row) for row in describe()
    ]


def test_real_keys_and_postgresql_leave_no_development_key() -> None:
    assert read_settings({"PAYUNG_DATA_KEY": KEY}, None).development_key_file is None
    assert read_settings(POSTGRESQL, None).development_key_file is None


def test_a_development_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "keys" / "development"
    first, second = development_key(path), development_key(path)
    assert (first.created, second.created) == (True, False)
    assert first.text == second.text
    assert len(KeyRing.parse(first.text).keys) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_of_several_that_start_at_once_exactly_one_makes_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(development_key, [tmp_path / "keys" / "development"] * 16))
    assert len({key.text for key in made}) == 1
    assert sum(key.created for key in made) == 1


@pytest.mark.parametrize("content", ["", "dev:", "dev:kunci", "\x00"])
def test_a_damaged_development_key_is_reported_and_not_replaced(content: str, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "development"
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(SettingsError, match="backup"):
        development_key(path)
    assert path.read_text() == content
