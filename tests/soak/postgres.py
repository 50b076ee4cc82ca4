"""A PostgreSQL server of one's own, on a socket in a temporary folder."""
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


class Postgres:
    """Use as `with Postgres() as database:`. stop() and start() are an outage."""

    def __enter__(self):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not programs:
            raise SystemExit("no PostgreSQL server in /usr/lib/postgresql; run scripts/setup first")
        self._bin = programs[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="moderato-pg-"))
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with open(self.folder / "data/postgresql.conf", "a") as conf:
            conf.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nfsync = off\n")
        self.start()
        self._run("psql", "-h", str(self.folder), "-U", "postgres", "-qc",
                  "CREATE ROLE moderato LOGIN; CREATE TABLE members (id text PRIMARY KEY, status text); "
                  "GRANT SELECT ON members TO moderato")
        return self

    def __exit__(self, *_):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*as_server, self._bin / program, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def start(self):
        self._run("pg_ctl", "-D", "data", "-l", "server.log", "-w", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", "data", "-m", mode, "-w", "stop")
