// Talks to the daemon's control endpoint: one question, one answer, never waiting longer than it was told to.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "cli/addresses.hpp"
#include "cli/exit_code.hpp"
#include "cli/globals.hpp"
#include "comment/result.hpp"
#include "transport/client/daemon_line.hpp"

namespace moderato::cli {

// `option` sets the address. Error: cli.bad_address.
[[nodiscard]] Result<DaemonLine> call(zmq::context_t& context, std::string_view option, DaemonLineSettings settings);

// Takes what `line` has heard. When the daemon at `address` won't have us, why. Error: cli.turned_away.
[[nodiscard]] std::optional<Error> turned_away(DaemonLine& line, const std::string& address,
                                               const std::optional<Identity>& identity);

// Not thread-safe.
class Client {
 public:
  // Errors: cli.bad_address, cli.bad_configuration.
  static Result<Client> open(const Globals& globals);

  // The answer's frames, the first of which is a JSON object. Asks again when the connection is lost: the daemon may
  // have gone with the question. A review that was done before its answer was lost is then refused, not done again.
  // Errors: cli.no_answer, cli.bad_argument, cli.turned_away.
  [[nodiscard]] Result<std::vector<std::string>> ask(const boost::json::object& request);

  [[nodiscard]] const Addresses& addresses() const { return addresses_; }
  [[nodiscard]] zmq::context_t& context() { return *context_; }

 private:
  Client(Addresses addresses, std::chrono::milliseconds timeout);
  Result<void> connect();

  Addresses addresses_;
  std::chrono::milliseconds timeout_;
  std::unique_ptr<zmq::context_t> context_;
  DaemonLine line_;
};

// The text as a JSON object. Error: cli.bad_answer.
[[nodiscard]] Result<boost::json::object> parse_object(std::string_view text);
// The same of an answer. Errors also: the daemon's own, when the answer is one.
[[nodiscard]] Result<boost::json::object> parse_answer(std::string_view text);

// Says what went wrong and gives the exit code for it.
ExitCode report(const Globals& globals, const Error& error);

// Asks one question. `show` gets the answer, unless it is an error or --json prints it as it came.
ExitCode ask_and_show(const Globals& globals, const boost::json::object& request,
                      const std::function<void(const boost::json::object&)>& show);

}  // namespace moderato::cli
