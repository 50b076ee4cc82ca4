#include "postgres_server.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace moderato::membership::testing {
namespace {

namespace fs = std::filesystem;

// Debian keeps the server's programs out of the path, by version.
std::string find_programs() {
  std::vector<std::string> found;
  if (fs::exists("/usr/lib/postgresql"))
    for (const auto& version : fs::directory_iterator{"/usr/lib/postgresql"})
      if (fs::exists(version.path() / "bin" / "initdb")) found.push_back((version.path() / "bin").string());
  if (found.empty())
    throw std::runtime_error("no PostgreSQL server in /usr/lib/postgresql: apt-get install postgresql");
  return *std::max_element(found.begin(), found.end());
}

std::string make_folder() {
  std::string pattern = (fs::temp_directory_path() / "moderato-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("can't make " + pattern);
  if (::geteuid() == 0) {
    const passwd* owner = ::getpwnam("postgres");
    if (owner == nullptr || ::chown(pattern.c_str(), owner->pw_uid, owner->pw_gid) != 0)
      throw std::runtime_error("can't give " + pattern + " to the user postgres");
  }
  return pattern;
}

// The value of a line in /proc/PROCESS/status; empty when there is none.
std::string status_line(const std::string& process, const std::string& name) {
  std::ifstream status{"/proc/" + process + "/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return line.substr(line.find_first_not_of(" \t", name.size()));
  return {};
}

}  // namespace

PostgresServer::PostgresServer() : folder_(make_folder()), programs_(find_programs()) {
  // Ctrl-C reaches the shell too, which must outlive it.
  const std::string tidy = "trap '' INT TERM HUP; cat > /dev/null; " +
                           as_server("'" + programs_ + "/pg_ctl' -D data -m immediate stop") + "; rm -rf '" + folder_ +
                           "'";
  watcher_.reset(::popen(("{ " + tidy + "; } > /dev/null 2>&1").c_str(), "we"));
  if (watcher_ == nullptr) throw std::runtime_error("can't start a shell");
  run(as_server("'" + programs_ + "/initdb' -D data -U postgres -A trust -E UTF8 --locale=C --no-sync"));
  std::ofstream{folder_ + "/data/postgresql.conf", std::ios::app}
      << "listen_addresses = ''\nunix_socket_directories = '" << folder_ << "'\nfsync = off\nshared_buffers = 1MB\n"
      << "max_connections = 20\nautovacuum = off\n";
  std::ofstream{folder_ + "/data/pg_hba.conf"} << "local all guarded scram-sha-256\nlocal all all trust\n";
  start();
  sql("CREATE ROLE moderato LOGIN");
}

std::string PostgresServer::as_server(const std::string& command) const {
  const std::string there = "cd '" + folder_ + "' && ";
  return there + (::geteuid() == 0 ? "runuser -u postgres -- " : "") + command;
}

void PostgresServer::run(const std::string& command) const {
  const std::string log = folder_ + "/commands.log";
  if (std::system(("{ " + command + "; } > '" + log + "' 2>&1 < /dev/null").c_str()) == 0) return;
  std::ostringstream said;
  said << command << " failed: " << std::ifstream{log}.rdbuf() << std::ifstream{folder_ + "/server.log"}.rdbuf();
  throw std::runtime_error(said.str());
}

void PostgresServer::start() {
  run(as_server("'" + programs_ + "/pg_ctl' -D data -l server.log -w start"));
}
void PostgresServer::stop() {
  run(as_server("'" + programs_ + "/pg_ctl' -D data -m fast -w stop"));
}

void PostgresServer::freeze() {
  // The postmaster first, and wait until it stands, so that it starts nothing in between.
  pid_t postmaster = 0;
  std::ifstream{folder_ + "/data/postmaster.pid"} >> postmaster;
  stop_process(postmaster);
  for (const auto& process : fs::directory_iterator{"/proc"})
    if (status_line(process.path().filename(), "PPid:") == std::to_string(postmaster))
      stop_process(std::stoi(process.path().filename()));
}

void PostgresServer::stop_process(pid_t process) {
  frozen_.push_back(process);
  if (::kill(process, SIGSTOP) != 0 && errno != ESRCH) throw std::runtime_error("can't stop a process of the server");
  // Or until it is a zombie, or gone: it may have been about to end.
  const auto goes_on = [number = std::to_string(process)] {
    const std::string state = status_line(number, "State:");
    return !state.empty() && state.front() != 'T' && state.front() != 'Z';
  };
  while (goes_on()) std::this_thread::yield();
}

void PostgresServer::thaw() {
  for (const pid_t process : frozen_) ::kill(process, SIGCONT);
  frozen_.clear();
}

std::string PostgresServer::sql(const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(this->connection("postgres").c_str()),
                                                                &PQfinish};
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), statement.c_str()), &PQclear};
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

std::string PostgresServer::connection(const std::string& role) const {
  return "host='" + folder_ + "' dbname=postgres user=" + role;
}

}  // namespace moderato::membership::testing
