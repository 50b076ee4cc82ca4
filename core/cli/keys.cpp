// moderato keys: makes a pair of keys, for the daemon or for one of its clients.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/terminal.hpp"
#include "config/client_name.hpp"
#include "config/wording.hpp"
#include "transport/key_pair.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct KeysOptions {
  std::string file;
  std::string client;
  std::vector<std::string> roles;
  bool show = false;
};

Error cannot_write(const std::string& file, int error) {
  return {"cli.cannot_write", file + " can't be written: " + std::strerror(error)};
}

// Only for its owner's eyes from the beginning, and never in the place of another.
Result<void> write_new(const std::string& file, const std::string& content) {
  const File made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (made.fd() < 0 && errno == EEXIST)
    return Error{"cli.cannot_write", file +
                                         " is there already, and keys are never overwritten: what was listed under " +
                                         "the old one would be locked out; take another name, or remove it first"};
  if (made.fd() < 0) return cannot_write(file, errno);
  if (auto written = write_all(made.fd(), content); !written) return written.error();
  if (::fsync(made.fd()) != 0) return cannot_write(file, errno);
  return {};
}

std::string in_toml(const std::string& text) {
  std::ostringstream out;
  out << toml::toml_formatter{toml::value{text}, toml::format_flags::none};
  return out.str();
}

// What to paste into the daemon's configuration.
std::string snippet(const KeysOptions& options, const std::string& public_key) {
  if (options.client.empty()) {
    std::error_code ignored;
    const std::string path = std::filesystem::absolute(options.file, ignored).lexically_normal().string();
    return "[access]\ncurve_key = { file = " + in_toml(path) + " }\n";
  }
  std::string roles;
  for (const std::string& role : options.roles) roles += (roles.empty() ? "\"" : ", \"") + role + "\"";
  return "[" + joined("access.client", options.client) + "]\nkey = " + in_toml(public_key) + "\nroles = [" + roles +
         "]\n";
}

Result<KeyPair> make(const KeysOptions& options) {
  KeyPair pair = make_key_pair();
  if (auto written = write_new(options.file, pair.secret.reveal() + "\n"); !written) return written.error();
  return pair;
}

Result<KeyPair> load(const KeysOptions& options) {
  const auto pair = own_keys({SecretSource{SecretSource::Kind::file, options.file, {{}, 0, 0, "keys"}}, {}});
  if (const auto* problem = std::get_if<Problem>(&pair)) return Error{"cli.cannot_read", problem->text()};
  return *std::get<std::optional<KeyPair>>(pair);
}

ExitCode run(const Globals& globals, const KeysOptions& options) {
  if (!options.client.empty() && options.roles.empty())
    return report(globals, {"cli.bad_argument", "--client needs --roles: submit, feed, review, operate"});
  const auto pair = options.show ? load(options) : make(options);
  if (!pair) return report(globals, pair.error());
  const std::string toml = snippet(options, pair->public_key);
  if (globals.json) {
    std::cout << json::serialize(
                     json::object{{"file", options.file}, {"public_key", pair->public_key}, {"configuration", toml}})
              << '\n';
    return ExitCode::ok;
  }
  if (!options.show) std::cout << "The secret key is in " << printable(options.file) << ": it stays with its owner.\n";
  std::cout << "The public key, which may be known to anybody:\n  " << pair->public_key
            << "\nIn the daemon's configuration:\n\n"
            << toml;
  return ExitCode::ok;
}

void declare(Command& command, KeysOptions& options) {
  command.option("file", options.file, "Where the secret key goes; for its owner alone, and never overwritten")
      .required();
  command.option("--client", options.client, "For a client of this name, not for the daemon")
      .of_type("NAME")
      .check([](const std::string& name) -> std::string {
        return is_client_name(name) ? "" : "must be " + std::string{client_name_form};
      });
  command.option("--roles", options.roles, "What the client may do: submit, feed, review, operate")
      .separated_by(',')
      .check(one_of({"submit", "feed", "review", "operate"}));
  command.flag("--show", options.show, "Make none, and tell the public key of the one in the file");
  command.footer(
      "Example: moderato keys server.key\n"
      "         moderato keys website.key --client website --roles submit,feed\n"
      "Prints what to put into the daemon's configuration.");
}

}  // namespace

void add_keys(Command& parent, Chosen& chosen) {
  add_command<KeysOptions>(parent, chosen, "keys", "Make a pair of keys for the daemon or for a client", &declare,
                           &run);
}

}  // namespace moderato::cli
