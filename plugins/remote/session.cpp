#include "session.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "answer.hpp"
#include "fields.hpp"
#include "messages.hpp"
#include "pipe_link.hpp"
#include "zmq_link.hpp"

extern char** environ;

namespace moderato::remote {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
namespace json = boost::json;

// So many lines in a row that are no answers are no slip.
constexpr int most_strays = 1'000;

// A program hangs that has been asked and is silent for so many time limits, but not less than a second.
constexpr int hang_timeouts = 10;
constexpr milliseconds shortest_hang{1'000};

// How long it may take to end: after its output is closed, after its input is, and after it was asked to with a signal.
// Not longer in all than an isolated filter is given.
constexpr milliseconds closing{1'000};
constexpr milliseconds farewell{1'000};
constexpr milliseconds last_farewell{500};

// The daemon's environment, without what systemd means for the daemon alone; and Python writes each line when it is
// printed, in UTF-8, as nobody would guess that it otherwise does not.
std::vector<std::string> environment(const std::string& endpoint) {
  std::vector<std::string> all{"PYTHONUNBUFFERED=1", "PYTHONUTF8=1"};
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable{*each};
    const std::string_view name = variable.substr(0, variable.find('='));
    if (name == "NOTIFY_SOCKET" || name.starts_with("WATCHDOG_") || name.starts_with("LISTEN_")) continue;
    if (name == "MODERATO_ENDPOINT") continue;
    std::erase_if(all, [&](const std::string& ours) { return ours.starts_with(std::string{name} + '='); });
    all.emplace_back(variable);
  }
  if (!endpoint.empty()) all.push_back("MODERATO_ENDPOINT=" + endpoint);
  return all;
}

json::value parsed(std::string_view message) {
  boost::system::error_code error;
  json::value value = json::parse(message, error);
  return error ? json::value{} : value;
}

}  // namespace

Session::Session(const Settings& settings, Desk& desk, Host host) : settings_(settings), desk_(desk), log_(host) {
  std::string address = settings.endpoint;
  if (address == "auto") {
    endpoint_ = std::make_unique<PrivateEndpoint>();
    address = endpoint_->address();
  }
  if (settings.starts_it())
    child_ = std::make_unique<Child>(Command{settings.command, environment(address), settings.folder});
  if (address.empty())
    link_ = std::make_unique<PipeLink>(child_->input(), child_->output());
  else
    link_ = std::make_unique<ZmqLink>(address);
}

std::string Session::run(const std::function<void(const Greeting&)>& ready) {
  ready_ = ready;
  link_->send(hello(settings_.settings));
  while (!desk_.is_stopping()) {
    if (auto why = step()) return end(*why);
    wait();
  }
  part();
  return "was stopped";
}

// Why it is over, once it is.
std::optional<std::string> Session::step() {
  if (greeted_)
    while (link_->has_room()) {
      auto message = desk_.next_message();
      if (!message) break;
      link_->send(*std::move(message));
    }
  auto broken = move();
  if (last_message_) return last_message_;
  if (strays_ >= most_strays) return "wrote " + std::to_string(strays_) + " messages in a row that are no answers";
  if (const auto lost = desk_.take_lost(); lost > 0)
    log_.say(Level::error, "its program reads too slowly: " + std::to_string(lost) + " decisions were not told to it");
  if (child_ && has_ended(0ms)) {
    (void)move();  // what it said last
    return last_message_ ? last_message_ : "";
  }
  if (broken) return broken;
  return too_late(Clock::now());
}

std::optional<std::string> Session::move() {
  auto broken = link_->move([this](std::string_view message) { take(message); });
  read_output();
  return broken;
}

void Session::take(std::string_view message) {
  if (last_message_ || strays_ >= most_strays) return;
  const json::value value = parsed(message);
  if (!value.is_object()) return note_stray(message, "it is no JSON object; what is for the log belongs on stderr");
  try {
    if (!greeted_) return greet(value.get_object());
    auto answers = read_answers(value.get_object());
    if (const std::size_t unknown = desk_.take(std::move(answers)); unknown > 0)
      note_stray(message, "nobody asked, or it was answered before");
    else
      strays_ = 0;
  } catch (const Wrong& wrong) {
    note_stray(message, wrong.what());
  }
}

void Session::greet(const json::object& answer) {
  try {
    const Greeting greeting = read_greeting(answer);
    greeted_ = true;
    desk_.open(greeting);
    ready_(greeting);
  } catch (const Wrong& wrong) {
    last_message_ = std::string{"answered the greeting wrongly: "} + wrong.what();
  }
}

void Session::note_stray(std::string_view message, std::string_view why) {
  ++strays_;
  const std::string said = shortened(message);
  desk_.note_stray(said);
  log_.say(Level::warning, "its program wrote what is no answer (" + std::string{why} + "): " + said);
}

std::optional<Session::Clock::time_point> Session::silent_since() {
  auto since = link_->stuck_since();
  if (const auto silent = desk_.silent_since(); silent && (!since || *silent < *since)) since = silent;
  return since;
}

std::optional<std::string> Session::too_late(Clock::time_point now) {
  if (!greeted_) {
    if (now - begin_ < settings_.start_timeout) return std::nullopt;
    const std::string limit = std::to_string(settings_.start_timeout.count() / 1'000) + " s (start_timeout)";
    return child_ ? "did not answer the greeting within " + limit
                  : "did not answer at " + settings_.endpoint + " within " + limit;
  }
  const auto since = silent_since();
  const auto hang = std::max(settings_.timeout * hang_timeouts, shortest_hang);
  if (!since || now - *since < hang) return std::nullopt;
  return "has been silent for " + std::to_string(hang.count()) + " ms: it hangs";
}

void Session::read_output() {
  if (!child_) return;
  if (errors_open_) errors_open_ = errors_.read(child_->errors());
  if (!settings_.endpoint.empty() && output_open_) output_open_ = output_.read(child_->output());
}

// For something to do.
void Session::wait() {
  polled_.clear();
  polled_.push_back({desk_.wake().get(), POLLIN, 0});
  if (child_) {
    polled_.push_back({child_->ended().get(), POLLIN, 0});
    if (errors_open_) polled_.push_back({child_->errors().get(), POLLIN, 0});
    if (!settings_.endpoint.empty() && output_open_) polled_.push_back({child_->output().get(), POLLIN, 0});
  }
  std::optional<milliseconds> patience;
  if (!link_->wait_for(polled_)) patience = 0ms;
  const auto no_later = [&](milliseconds than) { patience = std::min(patience.value_or(than), than); };
  if (!greeted_ || silent_since()) no_later(100ms);  // to see whether it takes too long
  // Who has no room for more needs none.
  if (greeted_ && link_->has_room()) {
    if (const auto next = desk_.doze()) no_later(*next);
  }
  ::poll(polled_.data(), polled_.size(), patience ? static_cast<int>(patience->count()) : -1);
  if (polled_.front().revents != 0) desk_.woken();
}

// Reads meanwhile what it has to say, or it could not end.
bool Session::has_ended(milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  while (true) {
    pollfd ended{child_->ended().get(), POLLIN, 0};
    constexpr milliseconds look_again{10};
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (::poll(&ended, 1, static_cast<int>(std::clamp(left, 0ms, look_again).count())) > 0) return true;
    if (left <= 0ms) return false;
    (void)move();
  }
}

// How it ended, where that says more than what was seen of it.
std::string Session::end(const std::string& why) {
  if (!child_) return why;
  const bool is_closing = why.starts_with("closed") || why == "hung up";
  const bool by_itself = why.empty() || (is_closing && has_ended(closing));
  if (!by_itself) child_->signal(SIGKILL);
  const std::string how = child_->reap();
  read_output();
  errors_.finish();
  output_.finish();
  return by_itself ? how : why;
}

// Ends it in peace.
void Session::part() {
  if (!child_) return;
  child_->input().close();
  const bool listens = settings_.endpoint.empty();  // else nobody reads its input
  if (!(listens && has_ended(farewell))) {
    child_->signal(SIGTERM);
    if (!has_ended(last_farewell)) child_->signal(SIGKILL);
  }
  (void)child_->reap();
  read_output();
  errors_.finish();
  output_.finish();
}

}  // namespace moderato::remote
