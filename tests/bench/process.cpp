#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <zmq.hpp>

namespace moderato::bench {
namespace {

int free_port(zmq::socket_t& socket) {
  socket.bind("tcp://127.0.0.1:*");
  const std::string endpoint = socket.get(zmq::sockopt::last_endpoint);
  return std::stoi(endpoint.substr(endpoint.rfind(':') + 1));
}

bool answers(const std::string& control) {
  zmq::context_t context;
  zmq::socket_t socket{context, zmq::socket_type::req};
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::rcvtimeo, 30'000);
  socket.connect(control);
  socket.send(zmq::buffer(std::string_view{R"({"request":"stats"})"}), zmq::send_flags::none);
  zmq::message_t answer;
  return socket.recv(answer).has_value();
}

}  // namespace

std::filesystem::path build_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

void write_members(const std::filesystem::path& file, const Corpus& corpus) {
  sqlite3* raw = nullptr;
  if (sqlite3_open(file.c_str(), &raw) != SQLITE_OK) throw std::runtime_error("can't write " + file.string());
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database{raw, sqlite3_close};
  const auto run = [&](const std::string& sql) {
    if (sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(raw));
  };
  run("BEGIN; CREATE TABLE members(id TEXT PRIMARY KEY, status TEXT NOT NULL, expires_at TEXT, role TEXT) WITHOUT "
      "ROWID");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(raw, "INSERT INTO members(id, status) VALUES (?, 'active')", -1, &insert, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement{insert, sqlite3_finalize};
  for (const std::string& author : corpus.authors) {
    sqlite3_bind_text(insert, 1, author.data(), static_cast<int>(author.size()), SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  run("COMMIT");
}

DaemonProcess::DaemonProcess(const Corpus& corpus) {
  write_members(folder_.path() / "members.db", corpus);
  {
    zmq::context_t context;
    std::vector<zmq::socket_t> sockets;  // all at once, so that the ports differ
    for (int& port : ports_) port = free_port(sockets.emplace_back(context, zmq::socket_type::rep));
  }
  const auto config = folder_.path() / "moderato.toml";
  std::ofstream{config} << "[intake]\nqueue = { bind = \"" << address(ports_[0]) << "\" }\ndesk = { bind = \""
                        << address(ports_[1]) << "\" }\n[feed]\npublish = { bind = \"" << address(ports_[2])
                        << "\" }\nmax_queued = 1000000\n[control]\nendpoint = { bind = \"" << address(ports_[3])
                        << "\" }\n[monitor]\nendpoint = \"\"\n[ledger]\npath = \"ledger.db\"\n[chain]\n"
                        << "filters = [\"membership\", \"duplicate\", \"civility\"]\nstop_on_reject = false\n"
                        << "[filter.membership]\ndatabase = \"members.db\"\n";
  const std::string program = (build_folder() / "bin" / "moderatod").string();
  const std::string config_name = config.string();
  const std::string log = (folder_.path() / "log").string();
  char* const arguments[] = {const_cast<char*>(program.c_str()), const_cast<char*>("--config"),
                             const_cast<char*>(config_name.c_str()), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT, 0600);
  const int failed = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("can't start " + program);
  if (!answers(control())) {
    std::ifstream in{log};
    throw std::runtime_error("moderatod does not answer: " + std::string{std::istreambuf_iterator<char>{in}, {}});
  }
}

DaemonProcess::~DaemonProcess() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::size_t DaemonProcess::resident_bytes() const {
  std::ifstream in{"/proc/" + std::to_string(pid_) + "/statm"};
  std::size_t total = 0;
  std::size_t resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// See proc_pid_stat(5): the name stands in parentheses, fields 14 and 15 are user and system time.
std::map<std::string, double> DaemonProcess::cpu_seconds() const {
  std::map<std::string, double> seconds;
  for (const auto& task : std::filesystem::directory_iterator{"/proc/" + std::to_string(pid_) + "/task"}) {
    std::ifstream in{task.path() / "stat"};
    const std::string stat{std::istreambuf_iterator<char>{in}, {}};
    const std::size_t begin = stat.find('(') + 1;
    const std::size_t end = stat.rfind(')');
    std::istringstream rest{stat.substr(end + 1)};
    std::string field;
    double ticks = 0;
    for (int i = 3; rest >> field; ++i)
      if (i == 14 || i == 15) ticks += std::stod(field);
    seconds[stat.substr(begin, end - begin)] += ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  return seconds;
}

}  // namespace moderato::bench
