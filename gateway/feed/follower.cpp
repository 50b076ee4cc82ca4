#include "feed/follower.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "sqlite/sqlite.hpp"
#include "transport/socket.hpp"

namespace moderato::gateway {
namespace {

constexpr std::chrono::milliseconds at_once{0};
// The bell may have rung before the subscription took effect, and may be lost like any message of the feed.
constexpr std::chrono::milliseconds look_again{1'000};
constexpr std::chrono::milliseconds look_for_articles{2'000};
// Of a daemon that does not know the question yet.
constexpr std::chrono::milliseconds after_refused_articles{60'000};
// Without an answer for so long, the question is asked once more.
constexpr std::chrono::milliseconds patience{10'000};
// Before asking again after the daemon, or the disk, said no.
constexpr std::chrono::milliseconds after_refusal{2'000};
constexpr std::chrono::milliseconds after_busy{50};

// One ring is as good as many: what is beyond may be dropped.
constexpr int most_rings = 100;

constexpr std::size_t seq_frame = 1;

Seq seq_of(const std::vector<zmq::message_t>& message) {
  std::int64_t number = 0;
  if (message.size() != frames_of_a_message) return {};
  const std::string_view digits = view(message[seq_frame]);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} ? Seq{number} : Seq{};
}

}  // namespace

Follower::Follower(FollowerSettings settings, Projection& projection, Log log)
    : settings_(std::move(settings)), projection_(projection), log_(std::move(log)) {}

void Follower::stop() {
  stopping_ = true;
  wake_.ring();
}

Result<void> Follower::run() {
  position_ = projection_.position();
  after_ = position_.seq;
  log_->info("{} is at seq {}; calling the daemon at {}", projection_.name(), position_.seq.value, settings_.control);
  if (auto called = call_daemon(); !called) return called;
  while (!stopping_) {
    ask_when_due();
    wait();
    bell_.call_again_when_due();
    control_.call_again_when_due();
    hear_connections();
    hear_bell();
    if (auto heard = hear_answer(); !heard) return heard;
  }
  return {};
}

Result<void> Follower::call_daemon() {
  std::vector<std::string> topics;
  for (const Topic topic : projection_.topics()) topics.push_back(std::string{to_string(topic)} + '/');
  auto bell = DaemonLine::open(context_, {.type = zmq::socket_type::sub,
                                          .address = settings_.feed,
                                          .identity = settings_.identity,
                                          .topics = std::move(topics)});
  if (!bell) return bell.error();
  bell_ = std::move(*bell);
  auto control = DaemonLine::open(context_, {.address = settings_.control, .identity = settings_.identity});
  if (!control) return control.error();
  control_ = std::move(*control);
  return {};
}

void Follower::ask_when_due() {
  const auto now = Clock::now();
  if (asked_ && now >= *asked_ + patience) {
    tell("the daemon at " + settings_.control + " does not answer; asking again");
    asked_.reset();
  }
  if (!connected_ || asked_ || now < paused_until_) return;
  const bool of_articles = projection_.takes_articles() && now >= ask_articles_at_;
  const bool of_decisions = now >= ask_at_ || rung_ > after_;
  if (!of_articles && !of_decisions) return;
  asked_ = now;
  // In turns, so that neither waits for the other's end.
  asked_of_articles_ = of_articles && !(of_decisions && asked_of_articles_);
  if (asked_of_articles_) {
    control_.socket().send(zmq::buffer(articles_request(articles_after_, ++question_)), zmq::send_flags::none);
    return;
  }
  const bool knows_one = comparing_ && position_.seq > Seq{};
  if (position_.seq == Seq{} && !newest_ && projection_.begins_at_newest()) newest_.emplace();
  const Seq after = knows_one ? Seq{position_.seq.value - 1} : after_;
  const std::string question = newest_ ? page_request(newest_->ask_after(), projection_.topics(), ++question_, 1)
                                       : page_request(after, projection_.topics(), ++question_);
  control_.socket().send(zmq::buffer(question), zmq::send_flags::none);
  rung_before_ = rung_;
}

void Follower::wait() {
  std::array<zmq::pollitem_t, 5> items{{{nullptr, wake_.fd(), ZMQ_POLLIN, 0},
                                        {control_.socket().handle(), 0, ZMQ_POLLIN, 0},
                                        {control_.watch_handle(), 0, ZMQ_POLLIN, 0},
                                        {bell_.socket().handle(), 0, ZMQ_POLLIN, 0},
                                        {bell_.watch_handle(), 0, ZMQ_POLLIN, 0}}};
  auto until = asked_ ? *asked_ + patience : std::max(rung_ > after_ ? paused_until_ : ask_at_, paused_until_);
  if (!asked_ && projection_.takes_articles()) until = std::min(until, std::max(ask_articles_at_, paused_until_));
  if (!connected_) until = Clock::now() + patience;  // a connection that is made wakes us
  const bool refused = bell_.call_again_at() || control_.call_again_at();
  for (const DaemonLine* line : {&bell_, &control_}) until = std::min(until, line->call_again_at().value_or(until));
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  if (zmq::poll(items.data(), items.size(), std::max(left, at_once)) == 0 && !connected_ && !refused)
    tell("nobody answers at " + settings_.control + " yet; is moderatod running" +
         (settings_.identity ? ", with that public key?" : "?"));
}

void Follower::hear_connections() {
  const auto refused = [&](ConnectionWatch::Refusal refusal, const std::string& address, std::string_view role) {
    if (refusal == ConnectionWatch::Refusal::key)
      tell("the daemon at " + address + " does not let us in: it has no access.client with our public key " +
           (settings_.identity ? settings_.identity->own.public_key : std::string{}) + std::string{role});
    if (refusal == ConnectionWatch::Refusal::handshake)
      tell(settings_.identity ? "the daemon at " + address + " asks for no key, or has another than we were told"
                              : "the daemon at " + address + " asks for a key: use --key FILE and --server-key KEY");
  };
  const auto of_bell = bell_.hear();
  refused(of_bell.refusal, settings_.feed, ", or none that has the role \"feed\"");
  if (of_bell.made) ask_at_ = {};
  const auto of_control = control_.hear();
  refused(of_control.refusal, settings_.control, "");
  if (of_control.lost && connected_) {
    if (following_) tell("lost the daemon at " + settings_.control + "; calling it again");
    following_ = current_ = connected_ = false;
    asked_.reset();
    ++question_;  // an answer that comes after all is of another time
  }
  if (of_control.made) connection_made();
}

// Whoever answers now may be another daemon, or have another ledger.
void Follower::connection_made() {
  connected_ = comparing_ = true;
  newest_.reset();
  asked_.reset();
  ++question_;
  ask_at_ = ask_articles_at_ = paused_until_ = {};
  articles_after_ = 0;        // a change's number is of one run of the daemon
  asked_of_articles_ = true;  // first of all whether the ledger is the one we know
  rung_ = {};
}

void Follower::hear_bell() {
  for (int heard = 0; heard < most_rings; ++heard) {
    const auto message = receive(bell_.socket());
    if (!message) break;
    rung_ = std::max(rung_, seq_of(*message));
  }
  if (rung_ > after_) current_ = false;
}

Result<void> Follower::hear_answer() {
  auto frames = receive_within(control_.socket(), at_once);
  if (frames.empty()) return {};
  hear_connections();  // what came over a connection that is lost by now is passed over
  if (!asked_ || !answers(frames.front(), question_)) return {};
  asked_.reset();
  try {
    if (asked_of_articles_) {
      take_articles(frames.front());
      return {};
    }
    auto page = read_page(std::move(frames));
    if (page)
      take(*page);
    else
      pause(page.error(), page.error().code == "control.busy" ? after_busy : after_refusal);
  } catch (const sqlite::Failure& failure) {
    if (failure.code() == SQLITE_CORRUPT || failure.code() == SQLITE_NOTADB)
      return Error{"projection.damaged", std::string{projection_.name()} + " is damaged: " + failure.what() + "; " +
                                             std::string{projection_.when_damaged()}};
    pause({"projection.cannot_write", std::string{projection_.name()} + " can't be written: " + failure.what()},
          after_refusal);
  }
  return {};
}

bool Follower::is_the_same_ledger(const Page& page) const {
  if (position_.seq == Seq{}) return true;
  if (page.messages.empty()) return false;
  const Message& first = page.messages.front();
  return first.seq == position_.seq && marks_of(first.verdict).decided_at == position_.decided_at;
}

void Follower::go_on_with_newest(const Page& page) {
  newest_->hear(page);
  const auto found = newest_->found();
  ask_at_ = {};
  if (!found) return;
  newest_.reset();
  comparing_ = false;
  projection_.begin_at(*found);
  position_ = projection_.position();
  after_ = position_.seq;
  log_->info("{}: begins behind seq {}", projection_.name(), after_.value);
}

void Follower::take(const Page& page) {
  if (newest_) return go_on_with_newest(page);
  if (comparing_ && !is_the_same_ledger(page)) return start_anew();
  comparing_ = false;
  const std::size_t unreadable = projection_.apply(page.messages);
  position_ = projection_.position();
  after_ = std::max({after_, page.scanned, position_.seq});
  if (!page.more && rung_ == rung_before_) rung_ = {};  // also where it rings for what another daemon decided
  ask_at_ = page.more ? Clock::time_point{} : Clock::now() + look_again;
  if (unreadable > 0)
    log_->warn("{}: passed over {} messages up to seq {} whose comments can't be read", projection_.name(), unreadable,
               after_.value);
  projection_.tidy();
  told_.clear();
  current_ = !page.more && rung_ <= after_;
  if (!following_ && !page.more) {
    following_ = true;
    log_->info("following the daemon; what it decided up to seq {} is in {}", after_.value, projection_.name());
  }
}

void Follower::take_articles(std::string_view answer) {
  const auto page = read_articles(answer);
  if (page) {
    projection_.apply(page->articles);
    articles_after_ = std::max(articles_after_, page->scanned);
    ask_articles_at_ = page->more ? Clock::time_point{} : Clock::now() + look_for_articles;
    articles_refused_ = false;
    return;
  }
  const bool busy = page.error().code == "control.busy";
  ask_articles_at_ = Clock::now() + (busy ? after_busy : after_refused_articles);
  if (!busy && !std::exchange(articles_refused_, true))
    log_->warn("the daemon does not say what it knows of articles: {} ({})", page.error().message, page.error().code);
}

void Follower::start_anew() {
  const std::string_view name = projection_.name();
  const Seq applied = position_.seq;
  projection_.start_anew();
  log_->warn(
      "the daemon's ledger does not have the decision with seq {} that was applied last: it was restored from an older "
      "backup, or is another; {}",
      applied.value,
      projection_.begins_at_newest() ? fmt::format("{}: going on with its newest decision", name)
                                     : fmt::format("filling {} anew from it", name));
  position_ = {};
  after_ = {};
  articles_after_ = 0;
  ask_at_ = ask_articles_at_ = {};
  comparing_ = false;
  current_ = following_ = false;
}

void Follower::pause(const Error& error, Clock::duration time) {
  if (time >= after_refusal) tell(error.message + " (" + error.code + ")");
  paused_until_ = Clock::now() + time;
  ask_at_ = paused_until_;
  current_ = false;
}

void Follower::tell(const std::string& what) {
  if (told_.insert(what).second) log_->warn("{}: {}", projection_.name(), what);
}

}  // namespace moderato::gateway
