#!/usr/bin/python3
"""Programs that nobody here wrote use the gateway as Akismet: two clients in Node, and WordPress with the plugin that comes
with it."""
import json
import os
import re
import subprocess
import unittest
from pathlib import Path

import wordpress
from akismet import KEY, Client, site
from daemon import BIN, PATIENCE, Daemon
from gateway import Gateway, ledger

HERE = Path(__file__).resolve().parents[1] / "gateway/akismet"
MODULES = Path(os.environ["MODERATO_BUILD"]).parent / "akismet/node_modules"
README = Path(__file__).resolve().parents[2] / "gateway/akismet/README.md"
DECIDED = [("Ça va?", "approve"), ("Buy viagra.", "reject"), ("Casino?", "hold")]


class Node(unittest.TestCase):
    def play(self, program, *arguments):
        with site() as daemon, Gateway(daemon) as gateway:
            done = subprocess.run(["node", HERE / program, gateway.address(), KEY, *arguments], capture_output=True,
                                  text=True, timeout=PATIENCE, env=os.environ | {"NODE_PATH": str(MODULES)})
            decided = [(comment["text"], verdict["action"]) for *_, comment, verdict in ledger(daemon)]
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(decided[:3], DECIDED)
        self.assertEqual(decided[-2:], [("Ça va?", "reject"), ("Buy viagra.", "approve")])
        self.assertNotIn("Buy viagra now.", [text for text, _ in decided])
        return json.loads(done.stdout)

    def test_akismet_api(self):
        thanks = "Thanks for making the web a better place."
        self.assertEqual(self.play("akismet_api.cjs"), {
            "verified": True, "verifiedByCallback": True, "stranger": False, "good": False, "bad": True,
            "badByCallback": True, "held": True, "strangers": "Invalid API key", "guaranteedSpam": True,
            "guaranteedHam": False, "tried": True, "honeypot": True, "honeypotByName": False, "rechecked": False,
            "spam": thanks, "ham": thanks, "afterReports": [True, False]})

    def test_cedx_akismet(self):
        self.assertEqual(self.play("cedx_akismet.mjs", MODULES), {
            "verified": True, "stranger": False, "good": "ham", "bad": "spam", "held": "spam", "rechecked": "ham",
            "strangers": "There is no such key.", "guaranteedSpam": "spam", "guaranteedHam": "ham", "tried": "spam",
            "spam": "taken", "ham": "taken", "afterReports": ["spam", "ham"]})


class Readme(unittest.TestCase):
    def test_the_site_of_the_readme_answers(self):
        text = README.read_text()
        make_key, ask = re.findall(r"```sh\n(.*?)```", text, re.S)
        configuration = re.search(r"```toml\n(.*?)```", text, re.S)[1]
        daemon = Daemon(tables={"gateway": configuration})
        run = lambda command: subprocess.run(["bash", "-ec", command], cwd=daemon.folder, capture_output=True, text=True,
                                             timeout=PATIENCE)
        self.assertEqual(run(make_key).returncode, 0)
        with daemon, Gateway(daemon) as gateway:
            self.assertEqual(run(ask.replace("127.0.0.1:5876", gateway.address())).stdout, "valid")
            key = (daemon.folder / "wordpress.key").read_text()
            self.assertRegex(key, "^[0-9a-f]{12}$")
            answer = Client(gateway, key).check("A comment.", callback="https://blog.example.org/wp-json/akismet/v1/webhook")
            self.assertEqual(answer.body, b"false")

    def test_the_settings_of_the_readme_are_the_defaults(self):
        settings = re.findall(r"```toml\n(.*?)```", README.read_text(), re.S)[1]
        with Daemon(tables={"gateway": settings}) as daemon:
            done = subprocess.run([BIN / "moderato-gateway", "--config", daemon.config, "--check"], capture_output=True,
                                  text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        text = (README.parents[2] / "core/config/akismet_settings.hpp").read_text()
        for setting, default in (('held = "moderate"', "held = AkismetHeld::moderate;"), ("callbacks = []", "callbacks;"),
                                 ('recheck_after = "365d"', "recheck_after = std::chrono::days{365};"),
                                 ("discard_from = 0.99", "discard_from = 0.99;")):
            self.assertIn(setting, settings)
            self.assertIn(default, text)


@unittest.skipIf(wordpress.missing(), f"not there: {wordpress.missing()}; scripts/setup installs it")
class WordPress(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(site())
        cls.gateway = cls.enterClassContext(Gateway(cls.daemon))
        cls.blog = cls.enterClassContext(wordpress.WordPress(cls.plugin()))
        # As the plugin's settings page does it.
        assert cls.blog.rest("/akismet/v1/key", key=KEY) == KEY, cls.blog.log()

    @classmethod
    def plugin(cls):
        """The README's, with the gateway's address."""
        text = re.search(r"```php\n(.*?)```", README.read_text(), re.S)[1]
        assert text.count("'https://comments.example.org'") == 1
        return text.replace("https://comments.example.org", f"http://{cls.gateway.address()}")

    def status(self, number):
        return self.blog.comments()[number]

    def newest(self):
        *_, comment, verdict = ledger(self.daemon)[-1]
        return comment["text"], verdict["action"], verdict["decided_by"]

    def review(self, action, text):
        id = next(comment["id"] for *_, comment, _ in ledger(self.daemon) if comment["text"] == text)
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, site="blog", moderator="mary"))

    def test_a_key_that_is_none_is_not_taken(self):
        answer = self.blog.rest("/akismet/v1/key", key="ffffffffffff")
        self.assertEqual(answer["code"], "invalid_key")
        self.assertEqual(self.blog.rest("/akismet/v1/key"), KEY)

    def test_comments_are_published_hidden_or_queued(self):
        self.assertEqual(self.status(self.blog.write("""It's a "fine" day & so on.""")), "approved")
        self.assertEqual(self.newest(), ("""It's a "fine" day & so on.""", "approve", "chain"))
        self.assertEqual(self.status(self.blog.write("Buy viagra here.")), "spam")
        self.assertEqual(self.status(self.blog.write("To the casino?")), "hold")

    def test_what_moderators_do_in_wordpress_counts(self):
        number = self.blog.write("Hello, it's <b>me</b> & you <a href='http://a.example'>here</a>.")
        for status, action in (("spam", "reject"), ("approved", "approve"), ("spam", "reject")):
            self.assertEqual(self.blog.rest(f"/wp/v2/comments/{number}", status=status)["status"], status)
            self.assertEqual(self.newest()[1:], (action, "akismet:paul"))
        self.assertEqual(self.newest()[0], "Hello, it's <b>me</b> & you <a href='http://a.example'>here</a>.")

    def test_what_moderators_do_in_moderato_is_seen_by_a_recheck(self):
        number = self.blog.write("Casino, casino.")
        self.assertEqual(self.status(number), "hold")
        self.review("reject", "Casino, casino.")
        # "Check for Spam"
        self.assertEqual(self.blog.php(f"$result = Akismet::recheck_comment({number});"), "true")
        self.assertEqual(self.status(number), "spam")

    def test_a_comment_waits_while_the_daemon_is_away_and_is_published_later(self):
        self.daemon.stop()
        try:
            number = self.blog.write("Is anybody there?")
            self.assertEqual(self.status(number), "hold")
        finally:
            self.daemon.start()
        self.gateway.until(lambda: self.blog.php("Akismet::cron_recheck();") or self.status(number),
                           lambda status: status == "approved", "published")
        self.assertEqual(self.newest(), ("Is anybody there?", "approve", "chain"))

    def test_figures_and_the_settings_page_are_there(self):
        self.blog.write("A comment to be counted.")
        stats = self.blog.rest("/akismet/v1/stats")["all"]
        self.assertGreater(stats["ham"], 0)
        page = self.blog.php("""
            wp_set_current_user(1);
            require_once ABSPATH . 'wp-admin/includes/admin.php';
            require_once AKISMET__PLUGIN_DIR . 'class.akismet-admin.php';
            ob_start();
            Akismet_Admin::display_configuration_page();
            $result = ob_get_clean();""")
        self.assertIn("Active", page)
        self.assertIn(KEY, page)
        self.assertTrue(self.blog.php("""
            require_once AKISMET__PLUGIN_DIR . 'class.akismet-admin.php';
            $result = Akismet_Admin::check_server_connectivity(0);"""))

    def test_nothing_is_broken_by_it(self):
        self.blog.write("One more.")
        self.assertEqual(self.blog.log(), "")


if __name__ == "__main__":
    unittest.main()
