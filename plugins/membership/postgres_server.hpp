// A PostgreSQL server of the test's own: in a temporary folder, on a Unix socket only.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace moderato::membership::testing {

// Makes the server and starts it. A child process takes server and folder away when the test ends, however it ends.
// PostgreSQL refuses to run as root, so for root it runs as the user postgres. Throws std::runtime_error.
class PostgresServer {
 public:
  PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  void start();
  void stop();  // cutting off who is connected

  // Stops all of its processes where they are, so that it accepts connections but answers nothing.
  void freeze();
  void thaw();

  // Runs SQL as the superuser; returns the first column of the first row.
  std::string sql(const std::string& statement);

  // For the role "moderato", which needs no password, or another one.
  [[nodiscard]] std::string connection(const std::string& role = "moderato") const;

 private:
  struct Close {
    void operator()(std::FILE* pipe) const { ::pclose(pipe); }
  };

  void stop_process(pid_t process);
  void run(const std::string& command) const;
  [[nodiscard]] std::string as_server(const std::string& command) const;

  std::string folder_;
  std::string programs_;
  std::vector<pid_t> frozen_;
  std::unique_ptr<std::FILE, Close> watcher_;  // tidies up when this end of the pipe closes
};

}  // namespace moderato::membership::testing
