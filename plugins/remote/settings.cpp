#include "settings.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <string_view>

#include "one_line.hpp"

namespace moderato::remote {
namespace {

using namespace std::chrono_literals;

bool is_file_to_run(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

// Where a shell would find it; empty when nowhere.
std::string in_path(std::string_view name) {
  const char* const set = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing here sets it
  std::string_view folders = set != nullptr ? set : "/usr/local/bin:/usr/bin:/bin";
  while (!folders.empty()) {
    const auto end = folders.find(':');
    std::string candidate = std::string{folders.substr(0, end)} + '/' + std::string{name};
    if (candidate.front() == '/' && is_file_to_run(candidate)) return candidate;
    folders.remove_prefix(end == std::string_view::npos ? folders.size() : end + 1);
  }
  return {};
}

// Notes that there was something to refuse.
class Refusals {
 public:
  explicit Refusals(Options& options) : options_(options) {}
  void refuse(std::string_view name, std::string_view message) {
    options_.refuse(name, message);
    any_ = true;
  }
  [[nodiscard]] bool any() const { return any_; }

 private:
  Options& options_;
  bool any_ = false;
};

void find_command(Refusals& options, std::vector<std::string>& command) {
  std::string& first = command.front();
  if (first.find('/') == std::string::npos) {
    if (std::string found = in_path(first); !found.empty())
      first = std::move(found);
    else
      options.refuse("command", "there is no program \"" + first + "\" in PATH: install it, or give its whole path");
  } else if (first.front() != '/') {
    options.refuse("command", "\"" + first + "\" is relative to nothing: give its whole path, or use `program`");
  } else if (!is_file_to_run(first)) {
    options.refuse("command", first + " is no file that can be run");
  }
}

void check_program(Refusals& options, const std::string& program, bool has_interpreter) {
  struct stat found {};
  if (::stat(program.c_str(), &found) != 0 || !S_ISREG(found.st_mode))
    options.refuse("program", program + " is no file, or Moderato's user can't see it");
  else if ((found.st_mode & S_IWOTH) != 0)
    options.refuse("program", "everybody may write " + program + ": chmod o-w " + program);
  else if (!has_interpreter && ::access(program.c_str(), X_OK) != 0)
    options.refuse("program", program + " can't be run: chmod +x it, or say what runs it: command = [\"python3\"]");
}

bool is_here(std::string_view endpoint) {
  for (const std::string_view begin : {"ipc://", "tcp://localhost:", "tcp://[::1]:"})
    if (endpoint.starts_with(begin)) return true;
  // An address, and no name that begins like one.
  return endpoint.starts_with("tcp://127.") && endpoint.find_first_not_of("0123456789.:", 6) == std::string_view::npos;
}

void check_endpoint(Refusals& options, const std::string& endpoint, bool starts_it) {
  if (endpoint.empty()) {
    if (!starts_it)
      options.refuse("program", "is missing: name the program to start, or the `endpoint` of one that runs already");
  } else if (endpoint == "auto") {
    if (!starts_it)
      options.refuse("endpoint", "\"auto\" is for a program that Moderato starts: name it with `program`");
  } else if (starts_it) {
    options.refuse("endpoint",
                   "must be \"auto\" for a program that Moderato starts: two of them run while one replaces the other");
  } else if (!is_here(endpoint)) {
    options.refuse("endpoint",
                   "must be ipc://… or tcp://127.0.0.1:…: comments would leave this machine unencrypted; a tunnel (ssh "
                   "-L) takes them to another");
  }
}

// On one line, as it goes out.
std::string checked(Refusals& options, const std::string& settings) {
  boost::system::error_code wrong;
  const boost::json::value value = boost::json::parse(settings, wrong);
  if (wrong)
    options.refuse("settings", "is no JSON: " + wrong.message());
  else if (!value.is_object())
    options.refuse("settings", R"(must be a JSON object: '{"least": 20}')");
  else
    return one_line(boost::json::serialize(value));
  return "{}";
}

}  // namespace

Settings::Settings(Options& options)
    : command(options.list("command")),
      endpoint(options.string("endpoint", "")),
      timeout(options.integer("timeout_ms", 500, 1, 30'000)),
      start_timeout(
          std::chrono::duration_cast<std::chrono::milliseconds>(options.duration("start_timeout", 30s, 1s, 1h))) {
  Refusals refusals{options};
  settings = checked(refusals, options.string("settings", "{}"));
  const bool has_interpreter = !command.empty();
  if (has_interpreter) find_command(refusals, command);
  if (const std::string program = options.path("program", ""); !program.empty()) {
    check_program(refusals, program, has_interpreter);
    command.push_back(program);
    folder = program.substr(0, program.rfind('/'));
  }
  check_endpoint(refusals, endpoint, starts_it());
  usable = !refusals.any();
}

}  // namespace moderato::remote
