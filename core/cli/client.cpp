#include "cli/client.hpp"

#include <array>
#include <iostream>
#include <thread>
#include <utility>

#include "cli/terminal.hpp"
#include "comment/comment.hpp"
#include "comment/json_fields.hpp"
#include "comment/json_text.hpp"
#include "comment/verdict.hpp"

namespace moderato::cli {
namespace json = boost::json;
namespace {

// Where something else than a daemon listens, connections are lost as often as they are made. One that is lost in the
// middle of its handshake may not have said yet why: one of the next will.
constexpr int most_attempts = 50;
constexpr std::chrono::milliseconds between_attempts{20};

constexpr std::string_view no_key_wanted = "asks for no key: leave --key and --server-key away";

// A daemon without keys may hang up on one who shows a key before it has said that it has none, each time. So does one
// with another key than we were told. The first lets in who shows none.
bool asks_for_no_key(zmq::context_t& context, const std::string& address) {
  constexpr std::chrono::milliseconds patience{1'000};
  auto line = DaemonLine::open(context, {.address = address});
  if (!line) return false;
  zmq::pollitem_t item{line->watch_handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(&item, 1, patience);
  return line->hear().made;
}

}  // namespace

Result<DaemonLine> call(zmq::context_t& context, std::string_view option, DaemonLineSettings settings) {
  if (settings.address.empty())
    return Error{"cli.bad_address",
                 "the configuration does not say where to reach the daemon; use " + std::string{option} + " ADDR"};
  auto line = DaemonLine::open(context, std::move(settings));
  if (!line)
    return Error{"cli.bad_address", line.error().message + "; expected an address like tcp://127.0.0.1:5874 (" +
                                        std::string{option} + ")"};
  return line;
}

std::optional<Error> turned_away(DaemonLine& line, const std::string& address,
                                 const std::optional<Identity>& identity) {
  const auto say = [&](const std::string& what) {
    return Error{"cli.turned_away", "the daemon at " + address + " " + what};
  };
  switch (line.hear().refusal) {
    case ConnectionWatch::Refusal::none:
      return std::nullopt;
    case ConnectionWatch::Refusal::key:
      return say("does not let us in: no access.client of its configuration has our public key " +
                 (identity ? identity->own.public_key : std::string{}));
    case ConnectionWatch::Refusal::handshake:
      return identity ? say(std::string{no_key_wanted})
                      : say("asks for a key: use --key FILE and --server-key KEY, or --config FILE where its own can "
                            "be read");
  }
  return std::nullopt;
}

Client::Client(Addresses addresses, std::chrono::milliseconds timeout)
    : addresses_(std::move(addresses)), timeout_(timeout), context_(std::make_unique<zmq::context_t>()) {}

Result<Client> Client::open(const Globals& globals) {
  auto addresses = addresses_of(globals);
  if (const auto* problems = std::get_if<Problems>(&addresses)) {
    std::string all;
    for (const Problem& problem : *problems) all += (all.empty() ? "" : "\n") + problem.text();
    return Error{"cli.bad_configuration", all};
  }
  return Client{std::get<Addresses>(std::move(addresses)), globals.timeout()};
}

Result<void> Client::connect() {
  auto line =
      call(*context_, "--control",
           {.address = addresses_.control, .identity = addresses_.identity, .hear = ConnectionWatch::Hear::losses});
  if (!line) return line.error();
  line_ = std::move(*line);
  return {};
}

Result<std::vector<std::string>> Client::ask(const json::object& request) {
  using Clock = std::chrono::steady_clock;
  const std::string question = json::serialize(request);
  if (valid_utf8(question) != question) return Error{"cli.bad_argument", "an argument is not in UTF-8"};
  const auto deadline = Clock::now() + timeout_;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    // A new connection each time: a late answer to the old one must not be taken for that to the next question.
    if (!line_ || attempt > 0) {
      if (auto connected = connect(); !connected) return connected.error();
    }
    line_.socket().send(zmq::buffer(question), zmq::send_flags::none);
    std::array<zmq::pollitem_t, 2> items{
        {{line_.socket().handle(), 0, ZMQ_POLLIN, 0}, {line_.watch_handle(), 0, ZMQ_POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) break;
    zmq::poll(items.data(), items.size(), left);  // may return before the time, with nothing
    auto answer = receive_within(line_.socket(), std::chrono::milliseconds{0});
    if (!answer.empty()) return answer;
    if (auto refused = turned_away(line_, addresses_.control, addresses_.identity)) {
      line_.close();
      return *refused;
    }
    std::this_thread::sleep_for(between_attempts);
  }
  line_.close();
  if (addresses_.identity && asks_for_no_key(*context_, addresses_.control))
    return Error{"cli.turned_away", "the daemon at " + addresses_.control + " " + std::string{no_key_wanted}};
  return Error{"cli.no_answer", "no answer from the daemon at " + addresses_.control +
                                    "; is moderatod running, and is that its control address" +
                                    (addresses_.identity ? " and its public key?" : "?")};
}

Result<json::object> parse_object(std::string_view text) {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = deepest_answer;
  json::value value = json::parse({text.data(), text.size()}, failed, {}, options);
  if (failed || !value.is_object())
    return Error{"cli.bad_answer", "the answer is no JSON object; is this a daemon's address?"};
  return std::move(value.as_object());
}

Result<json::object> parse_answer(std::string_view text) {
  auto object = parse_object(text);
  if (!object) return object.error();
  if (const json::object* error = object_in(*object, "error"))
    return Error{std::string{text_in(*error, "code")}, std::string{text_in(*error, "message")}};
  return object;
}

ExitCode report(const Globals& globals, const Error& error) {
  std::cerr << "moderato: " << printable(error.message) << '\n';
  if (globals.json) {
    std::string line;
    append_error(line, error);
    std::cout << json_line(std::move(line)) << std::endl;
  }
  if (error.code == "cli.no_answer") return ExitCode::no_answer;
  if (error.code == "cli.bad_address" || error.code == "cli.bad_argument") return ExitCode::usage;
  if (error.code == "cli.bad_configuration") return ExitCode::configuration;
  if (error.code == "cli.cannot_read" || error.code == "ledger.cannot_open") return ExitCode::no_input;
  if (error.code == "cli.cannot_write" || error.code == "ledger.cannot_write") return ExitCode::io_error;
  if (error.code == "ledger.bad_import" || error.code == "cli.bad_name" || error.code == "cli.exists" ||
      error.code == "cli.bad_input" || error.code == "cli.bad_csv")
    return ExitCode::bad_data;
  return ExitCode::refused;
}

ExitCode ask_and_show(const Globals& globals, const json::object& request,
                      const std::function<void(const json::object&)>& show) {
  auto client = Client::open(globals);
  if (!client) return report(globals, client.error());
  auto answer = client->ask(request);
  if (!answer) return report(globals, answer.error());
  const auto object = parse_answer(answer->front());
  if (!object) return report(globals, object.error());
  if (globals.json)
    std::cout << json_line(std::move(answer->front())) << '\n';
  else
    show(*object);
  return ExitCode::ok;
}

}  // namespace moderato::cli
