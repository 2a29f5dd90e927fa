"""What an operator sees in a real browser; `PLEDGEWATCH_PICTURES` names a folder for pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.airflow.running import DAG_IDS, Run, RunningAirflow, RunsByDag

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PATIENCE_SECONDS = 60
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000")
Picture = Callable[[str], None]

# Windows fade in: no picture before they have. What turns for ever (a spinner) is not waited for.
IS_STILL = """
return document.getAnimations().every(
  (shown) => shown.playState !== "running" || shown.effect.getTiming().iterations === Infinity
)
"""


@pytest.fixture(scope="module")
def browser(airflow: RunningAirflow) -> Iterator[WebDriver]:
    """Chromium, with the operator logged in."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip(
            "chromium and chromedriver are not installed (Debian: chromium chromium-driver)"
        )
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ARGUMENTS:
        options.add_argument(argument)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    try:
        _log_in(opened, airflow)
        yield opened
    finally:
        opened.quit()


@pytest.fixture
def picture(browser: WebDriver, tmp_path: Path) -> Picture:
    """Keep what the browser shows under a name."""
    folder = Path(os.environ.get("PLEDGEWATCH_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def keep(name: str) -> None:
        _wait(browser, lambda: browser.execute_script(IS_STILL))
        assert browser.save_screenshot(str(folder / f"{name}.png"))

    return keep


@pytest.fixture
def run_page(airflow: RunningAirflow, first_night: RunsByDag) -> str:
    """The address of a finished run that an event started."""
    return _page(airflow, first_night["receive_submissions"][0])


def _page(airflow: RunningAirflow, run: Run) -> str:
    return f"{airflow.address}/dags/{run['dag_id']}/runs/{quote(run['dag_run_id'])}"


def _log_in(browser: WebDriver, airflow: RunningAirflow) -> None:
    browser.get(airflow.address)
    _wait(browser, lambda: browser.find_elements(By.NAME, "username"))
    browser.find_element(By.NAME, "username").send_keys("admin")
    browser.find_element(By.NAME, "password").send_keys(airflow.password)
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    _wait(browser, lambda: "login" not in browser.current_url)


def _wait(browser: WebDriver, is_so: Callable[[], object]) -> None:
    WebDriverWait(browser, PATIENCE_SECONDS).until(lambda _: is_so())


def _wait_for_texts(browser: WebDriver, *texts: str) -> None:
    def shows_all() -> bool:
        shown = browser.find_element(By.TAG_NAME, "body").get_attribute("innerText") or ""
        return all(text in shown for text in texts)

    _wait(browser, shows_all)


def _click(browser: WebDriver, label: str) -> None:
    selector = f"button[aria-label='{label}']"
    _wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, selector))
    browser.find_element(By.CSS_SELECTOR, selector).click()


@pytest.mark.usefixtures("run_page")
def test_the_list_shows_every_dag_what_starts_it_and_its_tags(
    airflow: RunningAirflow, browser: WebDriver, picture: Picture
) -> None:
    browser.get(f"{airflow.address}/dags")
    _wait_for_texts(browser, *DAG_IDS, "inbox", "observations", "assessments", "pledgewatch")
    picture("dag-list")


def test_a_run_shows_its_task_and_that_it_went_well(
    browser: WebDriver, run_page: str, picture: Picture
) -> None:
    browser.get(run_page)
    _wait_for_texts(browser, "receive_submissions", "receive", "Success", "Asset Triggered")
    picture("run")


def test_the_log_of_a_run_says_what_became_of_the_submission(
    browser: WebDriver, run_page: str, picture: Picture
) -> None:
    browser.get(f"{run_page}/tasks/receive")
    _wait_for_texts(browser, "submission", "rows read")
    picture("log")


def test_the_log_of_a_run_that_failed_says_why(
    airflow: RunningAirflow, browser: WebDriver, refused_run: Run, picture: Picture
) -> None:
    browser.get(f"{_page(airflow, refused_run)}/tasks/judge")
    _wait_for_texts(browser, "Failed", "2001-01-01")
    picture("log-of-a-failure")


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_the_docs_of_a_dag_are_a_click_away(
    airflow: RunningAirflow, browser: WebDriver, picture: Picture, dag_id: str
) -> None:
    browser.get(f"{airflow.address}/dags/{dag_id}")
    _click(browser, "Dag Docs")
    _wait_for_texts(browser, "Dag Documentation", "Starts when", "Writes", "Triage")
    picture(f"docs-{dag_id}")


def test_the_form_explains_its_field(
    airflow: RunningAirflow, browser: WebDriver, picture: Picture
) -> None:
    browser.get(f"{airflow.address}/dags/judge_commitments")
    _click(browser, "Trigger Dag")
    _wait_for_texts(browser, "Judge as of", "The day from which deadlines are read (UTC).")
    picture("form")
