"""A real WordPress with the Akismet plugin that comes with it, on a MariaDB of its own, for tests.

Needs php-cli, php-mysql and mariadb-server-core, and WordPress unpacked in build/wordpress; scripts/setup sees to all.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from daemon import PATIENCE, TimedOut, _die_with_the_test, _free_ports

PACKAGE = Path(os.environ.get("MODERATO_BUILD", Path(__file__).parents[2] / "build/release")).parent / "wordpress"
FILES = PACKAGE / "usr/share/wordpress"
PROGRAMS = ("php", "mariadbd")


def missing():
    """What there is none of, or nothing."""
    path = os.environ["PATH"] + ":/usr/sbin"
    programs = [name for name in PROGRAMS if not shutil.which(name, path=path)]
    return ", ".join(programs + ([] if FILES.exists() else [str(FILES)]))


# Visitors of a test write faster than people do.
FOR_TESTS = """<?php
add_filter('wp_is_comment_flood', '__return_false', 100);
add_filter('duplicate_comment_id', '__return_false');
add_filter('pre_option_comment_previously_approved', '__return_zero');
"""


class WordPress:
    """Use as `with WordPress(plugin) as blog:`; `plugin`: the text of a must-use plugin."""

    def __init__(self, plugin, settings=""):
        self._folder = tempfile.TemporaryDirectory(prefix="moderato-wordpress-")
        self.folder = Path(self._folder.name)
        self.root = self.folder / "site"
        [port] = _free_ports(1)
        self.address = f"127.0.0.1:{port}"
        self.url = f"http://{self.address}"
        self.plugin, self.settings = plugin, settings
        self.processes = []
        self.interpreter = ["php", "-d", "sendmail_path=/bin/true", "-d", f"error_log={self.folder}/wordpress.log",
                            "-d", "log_errors=1", "-d", "display_errors=0"]

    def __enter__(self):
        try:
            self._start_database()
            self._install()
            # So that what WordPress calls may call WordPress.
            self._run([*self.interpreter, "-q", "-S", self.address, "-t", self.root], "php.log", PHP_CLI_SERVER_WORKERS="4")
            self._until(lambda: self.get("/?rest_route=/").status == 200, "WordPress")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(PATIENCE)
        self._folder.cleanup()

    def _run(self, command, log, **environment):
        with open(self.folder / log, "ab") as to:
            self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=to, stderr=to,
                                                   env={**os.environ, **environment}, preexec_fn=_die_with_the_test))

    def _until(self, ready, what):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if ready():
                    return
            except OSError:
                pass
            if time.monotonic() > deadline or any(each.poll() is not None for each in self.processes):
                raise TimedOut(f"no {what}:\n" + "".join(each.read_text()[-3000:] for each in self.folder.glob("*.log")))
            time.sleep(0.02)

    def _start_database(self):
        data, self.socket = self.folder / "data", self.folder / "sql"
        data.mkdir()
        user = ["--user=root"] if os.geteuid() == 0 else []
        server = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin")
        self._run([server, "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking", "--skip-grant-tables",
                   "--innodb-flush-log-at-trx-commit=0", *user], "mariadb.log")
        self._until(self.socket.exists, "database")

    def _install(self):
        shutil.copytree(FILES, self.root, symlinks=True)
        (self.root / "wp-config.php").unlink()
        (self.root / "wp-config.php").write_text(f"""<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{self.socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('AUTH_KEY', 'a'); define('SECURE_AUTH_KEY', 'b'); define('LOGGED_IN_KEY', 'c'); define('NONCE_KEY', 'd');
define('WP_HOME', '{self.url}'); define('WP_SITEURL', '{self.url}'); define('DISABLE_WP_CRON', true); define('WP_ENVIRONMENT_TYPE', 'local');
{self.settings}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
""")
        plugins = self.root / "wp-content/mu-plugins"
        plugins.mkdir()
        (plugins / "moderato.php").write_text(self.plugin)
        (plugins / "tests.php").write_text(FOR_TESTS)
        subprocess.run(["php", "-r", f"""
            (new mysqli('localhost', 'root', '', '', 0, '{self.socket}'))->query('CREATE DATABASE wordpress');"""], check=True)
        password = self.php("""
            require_once ABSPATH . 'wp-admin/includes/upgrade.php';
            require_once ABSPATH . 'wp-admin/includes/plugin.php';
            wp_install('A blog', 'paul', 'paul@example.org', true, '', 'secret');
            activate_plugin('akismet/akismet.php');
            $result = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests'])[0];""",
                            installing=True)
        self.authorization = "Basic " + base64.b64encode(f"paul:{password}".encode()).decode()

    def php(self, code, installing=False):
        """Runs code within WordPress; what it puts into $result."""
        script = f"""<?php
            $_SERVER['HTTP_HOST'] = '{self.address}'; $_SERVER['REQUEST_METHOD'] = 'GET'; $_SERVER['REQUEST_URI'] = '/';
            $_SERVER['SERVER_NAME'] = '127.0.0.1'; $_SERVER['REMOTE_ADDR'] = '127.0.0.1';
            {"define('WP_INSTALLING', true);" if installing else ""}
            require '{self.root}/wp-load.php';
            $result = null;
            {code}
            file_put_contents('php://stderr', "\\nresult:" . json_encode($result));"""
        done = subprocess.run(self.interpreter, input=script, capture_output=True, text=True)
        if "\nresult:" not in done.stderr:
            raise AssertionError(f"PHP failed: {self.log()[-5000:]}{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return json.loads(done.stderr.rpartition("\nresult:")[2])

    def get(self, path, data=None, **headers):
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            return urllib.request.urlopen(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            return error

    def rest(self, path, **fields):
        """Of the administrator; what is answered."""
        data = json.dumps(fields).encode() if fields else None
        answer = self.get("/?rest_route=" + path, data, Authorization=self.authorization,
                          **{"Content-Type": "application/json"})
        text = answer.read()
        try:
            return json.loads(text)
        except ValueError:
            raise AssertionError(f"{answer.status}: {text[-2000:]}") from None

    def write(self, text, author="Ann", email="ann@private.example", url="", post=1):
        """A visitor writes a comment; its number."""
        before = self.comments()
        answer = self.get("/wp-comments-post.php", urlencode({
            "comment": text, "author": author, "email": email, "url": url, "comment_post_ID": post,
            "comment_parent": 0}).encode(), **{"User-Agent": "Mozilla/5.0"})
        new = set(self.comments()) - set(before)
        return new.pop() if new else f"{answer.status}: " + answer.read().decode()[-2000:]

    def comments(self):
        """Each comment's status, by its number: "approved", "hold", "spam"."""
        found = self.php("""foreach (get_comments(['status' => 'any', 'number' => 0]) as $each)
            $result["$each->comment_ID"] = wp_get_comment_status($each);""") or {}
        return {int(number): "hold" if status == "unapproved" else status for number, status in found.items()}

    def log(self):
        file = self.folder / "wordpress.log"
        return file.read_text() if file.exists() else ""
