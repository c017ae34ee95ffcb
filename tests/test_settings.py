import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from llmextract.errors import ConfigurationError
from llmextract.settings import (
    LOCAL_TIMEOUT,
    Embedded,
    Endpoint,
    Settings,
    load_settings,
    resolve_effort,
    resolve_endpoint,
)

KEY = "sk-test-0123456789"


def write(directory, text):
    (directory / "llmextract.toml").write_text(text, encoding="utf-8")


def test_the_defaults_need_no_configuration(tmp_path):
    settings = load_settings({}, {}, tmp_path)
    assert settings == Settings()
    assert resolve_endpoint(settings, {}) == Embedded("qwen2.5-coder-1.5b", "local/qwen2.5-coder-1.5b")


def test_an_option_beats_the_environment_beats_the_file_beats_the_default(tmp_path):
    write(tmp_path, 'model = "ollama/file"\ntimeout = 1\nbudget = 2\nmax_reasks = 3\n')
    environ = {"LLMEXTRACT_MODEL": "ollama/environment", "LLMEXTRACT_TIMEOUT": "4.5", "UNRELATED": "x"}
    settings = load_settings({"model": "ollama/option", "timeout": None}, environ, tmp_path)
    assert (settings.model, settings.timeout, settings.budget, settings.max_reasks) == ("ollama/option", 4.5, 2, 3)
    assert settings.max_retries == 5


def test_the_working_directory_and_the_environment_are_looked_at_by_default(tmp_path, monkeypatch):
    write(tmp_path, "threads = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CONTEXT", "4096")
    settings = load_settings()
    assert (settings.threads, settings.context) == (3, 4096)


def test_empty_variables_and_those_read_elsewhere_are_no_settings(tmp_path):
    environ = {"LLMEXTRACT_MODEL": " ", "LLMEXTRACT_API_KEY": KEY, "LLMEXTRACT_CACHE_DIR": "/somewhere"}
    assert load_settings({}, environ, tmp_path) == Settings()


@pytest.mark.parametrize(
    ("overrides", "environ", "file", "message"),
    [
        ({}, {}, "modle = 'x'", r"unknown setting 'modle' in .*llmextract\.toml; did you mean 'model'\?"),
        ({}, {}, "colour = 1", r"'colour'.*known are model, base_url"),
        ({}, {}, "api_key = 'sk-secret'", r"'api_key'.*keys are not settings"),
        ({}, {"LLMEXTRACT_BASEURL": "x"}, "", r"environment variable LLMEXTRACT_BASEURL; did you mean 'base_url'"),
        ({"max-retries": 2}, {}, "", r"option max-retries; did you mean 'max_retries'"),
        (
            {},
            {"LLMEXTRACT_TIMEOUT": "soon"},
            "",
            r"'timeout' in environment variable LLMEXTRACT_TIMEOUT should be a number",
        ),
        ({}, {"LLMEXTRACT_TIMEOUT": "inf"}, "", r"should be a finite number"),
        ({"timeout": 0}, {}, "", r"'timeout' in option timeout should be greater than 0"),
        ({}, {}, "context = 3", r"'context' in .*toml should be greater than or equal to 512"),
        ({}, {"LLMEXTRACT_EMBEDDED_BATCH": "4"}, "", r"LLMEXTRACT_EMBEDDED_BATCH should be greater than or equal to 8"),
        ({}, {"LLMEXTRACT_EMBEDDED_PARALLEL": "17"}, "", r"EMBEDDED_PARALLEL should be less than or equal to 16"),
        ({}, {"LLMEXTRACT_EMBEDDED_FLASH_ATTENTION": "perhaps"}, "", r"FLASH_ATTENTION should be a boolean"),
        ({}, {"LLMEXTRACT_EMBEDDED_KV_TYPE": "f8"}, "", r"EMBEDDED_KV_TYPE should be 'f16' or 'q8_0'"),
        ({}, {}, "embedded_paralel = 2", r"did you mean 'embedded_parallel'"),
        (
            {"embedded_flash_attention": False},
            {},
            'embedded_kv_type = "q8_0"',
            r"'embedded_kv_type' in .*toml is not allowed: q8_0 needs 'embedded_flash_attention', which is switched",
        ),
        ({}, {}, "max_retries = 1.5", r"'max_retries' in .*toml should be an? integer"),
        ({"model": ""}, {}, "", r"'model' in option model is not allowed: string should have at least 1"),
        ({"base_url": "localhost:8080"}, {}, "", r"'base_url'.*should be an address such as http"),
        ({"base_url": "http://[bad"}, {}, "", r"should be an address such as http"),
        ({"api_key_env": KEY}, {}, "", r"'api_key_env' in option"),
        ({}, {}, "model = ", r"llmextract\.toml is not TOML"),
        ({}, {}, "[model]\nname = 'x'", r"'model'.*should be a string"),
    ],
)
def test_what_is_wrong_and_where_is_said(tmp_path, overrides, environ, file, message):
    if file:
        write(tmp_path, file)
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_settings(overrides, environ, tmp_path)
    assert "sk-" not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_file_that_is_no_text_or_no_file_is_named(tmp_path):
    (tmp_path / "llmextract.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load_settings({}, {}, tmp_path)
    (tmp_path / "llmextract.toml").unlink()
    (tmp_path / "llmextract.toml").mkdir()
    with pytest.raises(ConfigurationError, match="directory"):
        load_settings({}, {}, tmp_path)


def test_a_price_table_named_in_the_file_lies_beside_it(tmp_path):
    write(tmp_path, 'prices = "mine.json"\n')
    assert load_settings({}, {}, tmp_path).prices == tmp_path / "mine.json"


def test_an_address_can_be_none_and_loses_its_last_slash():
    assert Settings(base_url=None).base_url is None
    assert Settings(base_url="https://llm.example/v1/").base_url == "https://llm.example/v1"


def test_how_the_embedded_model_runs_can_be_set_from_anywhere(tmp_path):
    write(tmp_path, 'embedded_kv_type = "q8_0"\nembedded_flash_attention = true\n')
    environ = {"LLMEXTRACT_EMBEDDED_BATCH": "64", "LLMEXTRACT_EMBEDDED_REPACK": "false"}
    settings = load_settings({"embedded_parallel": 2}, environ, tmp_path)
    assert settings == Settings(
        embedded_kv_type="q8_0",
        embedded_flash_attention=True,
        embedded_batch=64,
        embedded_repack=False,
        embedded_parallel=2,
    )


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().model = "other"


def resolve(environ=None, **settings):
    return resolve_endpoint(Settings(**settings), environ or {})


def test_openai_needs_its_key():
    found = resolve({"OPENAI_API_KEY": KEY}, model="openai/gpt-5-mini")
    assert found == Endpoint(
        "gpt-5-mini", "https://api.openai.com/v1", SecretStr(KEY), "openai/gpt-5-mini", "OPENAI_API_KEY", 120.0
    )
    assert KEY not in repr(found)
    with pytest.raises(ConfigurationError, match=r"no key for openai/gpt-5-mini; set .* OPENAI_API_KEY"):
        resolve({"OPENAI_API_KEY": " "}, model="openai/gpt-5-mini")


def test_a_key_of_its_own_comes_first():
    environ = {"LLMEXTRACT_API_KEY": "own", "OPENAI_API_KEY": KEY, "WORK_KEY": "work"}
    assert resolve(environ, model="openai/m").api_key.get_secret_value() == "own"
    elsewhere = resolve(environ, model="m", base_url="http://llm.example/v1")
    assert (elsewhere.api_key.get_secret_value(), elsewhere.key_variable) == ("own", "LLMEXTRACT_API_KEY")
    named = resolve(environ, model="openai/m", api_key_env="WORK_KEY")
    assert (named.api_key.get_secret_value(), named.key_variable) == ("work", "WORK_KEY")
    with pytest.raises(ConfigurationError, match="OTHER_KEY"):
        resolve(environ, model="m", base_url="http://llm.example/v1", api_key_env="OTHER_KEY")


def test_ollama_needs_no_key_and_gets_none():
    found = resolve({"OPENAI_API_KEY": KEY}, model="ollama/llama9:3b")
    assert (found.model, found.base_url, found.api_key) == ("llama9:3b", "http://localhost:11434/v1", None)
    elsewhere = resolve(model="ollama/llama9", base_url="http://box.example:11434/v1/")
    assert (elsewhere.model, elsewhere.base_url) == ("llama9", "http://box.example:11434/v1")


@pytest.mark.parametrize("name", ["my-model", "vendor/my-model", "openai/gpt-oss-20b"])
def test_with_an_address_the_name_goes_to_the_server_as_written(name):
    found = resolve(model=name, base_url="http://llm.example/v1")
    assert (found.model, found.name, found.api_key, found.key_variable) == (name, name, None, "LLMEXTRACT_API_KEY")


@pytest.mark.parametrize("address", ["https://api.openai.com/v1", "https://API.OpenAI.com:443/v1/"])
def test_the_key_for_openai_goes_to_its_own_address(address):
    found = resolve({"OPENAI_API_KEY": KEY}, model="gpt-5-mini", base_url=address)
    assert (found.api_key, found.key_variable) == (SecretStr(KEY), "OPENAI_API_KEY")
    assert resolve({}, model="gpt-5-mini", base_url=address).key_variable == "OPENAI_API_KEY"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.openai.com/v1",
        "https://api.openai.com.evil.example/v1",
        "https://api.openai.com@evil.example/v1",
        "https://api.openai.com:444/v1",
        "https://evil.example/api.openai.com/v1",
        "https://evil.example\\@api.openai.com/v1",
        "http://127.0.0.1:8080/v1",
    ],
)
@pytest.mark.parametrize("model", ["m", "openai/gpt-5-mini", "ollama/m"])
def test_the_key_for_openai_goes_nowhere_else(model, address):
    assert resolve({"OPENAI_API_KEY": KEY}, model=model, base_url=address).api_key is None
    for variable in ("OPENAI_API_KEY", "openai_api_key"):
        with pytest.raises(
            ConfigurationError, match=r"only sent to OpenAI, not to .* into LLMEXTRACT_API_KEY"
        ) as caught:
            resolve({variable: KEY}, model=model, base_url=address, api_key_env=variable)
        assert KEY not in str(caught.value)


FOREIGN = 'base_url = "https://user:hidden@evil.example/v1"\nmodel = "m"\n'


@pytest.mark.parametrize(
    ("file", "overrides", "environ"),
    [
        (FOREIGN, {}, {"LLMEXTRACT_API_KEY": KEY}),
        (FOREIGN + 'api_key_env = "LLMEXTRACT_API_KEY"\n', {}, {}),
        (FOREIGN + 'api_key_env = "CLOUD_SECRET"\n', {}, {"CLOUD_SECRET": KEY}),
        (FOREIGN, {}, {"LLMEXTRACT_API_KEY_ENV": "CLOUD_SECRET", "CLOUD_SECRET": KEY}),
        (FOREIGN, {"api_key_env": "CLOUD_SECRET"}, {"CLOUD_SECRET": KEY}),
        (FOREIGN, {"model": "openai/gpt-5-mini"}, {"LLMEXTRACT_API_KEY": KEY}),
        (FOREIGN, {"model": "ollama/m", "api_key_env": "CLOUD_SECRET"}, {"CLOUD_SECRET": KEY}),
    ],
)
def test_no_key_goes_to_an_address_that_only_the_file_gives(tmp_path, file, overrides, environ):
    write(tmp_path, file)
    with pytest.raises(
        ConfigurationError, match=r"is not sent to evil\.example, an address that only .*toml gives"
    ) as caught:
        load_settings(overrides, environ, tmp_path)
    assert "--base-url or LLMEXTRACT_BASE_URL" in caught.value.hint
    assert KEY not in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_an_address_in_the_file_is_taken_where_no_key_goes_there(tmp_path):
    write(tmp_path, FOREIGN)
    for overrides, environ in (({}, {"OPENAI_API_KEY": KEY}), ({"model": "ollama/m"}, {"LLMEXTRACT_API_KEY": KEY})):
        settings = load_settings(overrides, environ, tmp_path)
        assert resolve_endpoint(settings, environ).api_key is None
    environ = {"LLMEXTRACT_API_KEY": KEY}
    for overrides, more in (
        ({"base_url": "https://llm.example/v1"}, {}),
        ({}, {"LLMEXTRACT_BASE_URL": "https://llm.example/v1"}),
    ):
        found = resolve_endpoint(load_settings(overrides, {**environ, **more}, tmp_path), environ)
        assert (found.base_url, found.api_key) == ("https://llm.example/v1", SecretStr(KEY))
    write(tmp_path, 'base_url = "https://api.openai.com/v1"\nmodel = "m"\n')
    assert resolve_endpoint(load_settings({}, environ, tmp_path), environ).api_key == SecretStr(KEY)


@pytest.mark.parametrize("name", ["my-model", "vendor/my-model", "openai/", "local/", "ollama/"])
def test_a_name_that_leads_nowhere_lists_the_forms(name):
    with pytest.raises(ConfigurationError, match="local/NAME, openai/NAME, ollama/NAME"):
        resolve({"OPENAI_API_KEY": KEY}, model=name)


def test_a_file_of_ones_own_is_embedded():
    assert resolve(model="local//models/my.gguf") == Embedded("/models/my.gguf", "local//models/my.gguf")


def test_an_embedded_model_with_an_address_is_a_contradiction(tmp_path):
    with pytest.raises(ConfigurationError, match="runs on this machine"):
        resolve(base_url="http://llm.example/v1")
    write(tmp_path, 'base_url = "http://llm.example/v1"\nmodel = "m"\n')
    with_option = load_settings({"model": "local/x"}, {}, tmp_path)
    assert resolve_endpoint(with_option, {}) == Embedded("x", "local/x")


def test_servers_on_this_machine_get_more_time_unless_it_is_set():
    assert resolve(model="m", base_url="http://127.0.0.1:8080/v1").timeout == LOCAL_TIMEOUT
    assert resolve(model="m", base_url="http://127.0.0.1:8080/v1", timeout=5).timeout == 5
    assert resolve(model="m", base_url="http://llm.example/v1").timeout == 120


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_setting_from_anywhere_is_either_taken_or_refused(tmp_path_factory, name, value):
    try:
        settings = load_settings({}, {f"LLMEXTRACT_{name}": value}, tmp_path_factory.getbasetemp())
    except ConfigurationError:
        return
    assert isinstance(settings, Settings)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "normal"),
        ({"model": "local/x"}, "normal"),
        ({"model": "ollama/x"}, "normal"),
        ({"model": "x", "base_url": "http://127.0.0.1:8080/v1"}, "normal"),
        ({"model": "x", "base_url": "http://[::1]:8080/v1"}, "normal"),
        ({"model": "openai/x"}, "low"),
        ({"model": "x", "base_url": "https://models.example/v1"}, "low"),
        ({"model": "openai/x", "effort": "high"}, "high"),
        ({"effort": "low"}, "low"),
    ],
)
def test_the_effort_is_the_one_that_is_set_or_suits_the_model(settings, expected):
    assert resolve_effort(Settings(**settings), {"OPENAI_API_KEY": KEY}) == expected


def test_the_effort_is_set_like_everything_else(tmp_path):
    write(tmp_path, 'effort = "high"\n')
    assert load_settings({}, {}, tmp_path).effort == "high"
    assert load_settings({}, {"LLMEXTRACT_EFFORT": "low"}, tmp_path).effort == "low"
    assert load_settings({"effort": "normal"}, {"LLMEXTRACT_EFFORT": "low"}, tmp_path).effort == "normal"
    with pytest.raises(ConfigurationError, match="'effort' in environment variable LLMEXTRACT_EFFORT should be 'low'"):
        load_settings({}, {"LLMEXTRACT_EFFORT": "huge"}, tmp_path)
