#include "daemon/admission.hpp"

#include <algorithm>
#include <utility>

namespace moderato {
namespace {

std::optional<Caller> caller_at_desk(std::optional<ReturnAddress> from) {
  if (!from) return std::nullopt;
  return Caller{Caller::At::desk, std::move(*from), {}};
}

constexpr std::chrono::seconds complain_every{10};
// How often reading is tried again.
constexpr std::chrono::milliseconds retry_after{200};

}  // namespace

AdmissionDesk::AdmissionDesk(Shares::Limits limits, IdTable& ids, std::unique_ptr<LedgerReader> ledger,
                             Counters& counters, WorkQueue& workers, Log log)
    : max_in_flight_(limits.in_flight),
      shares_(limits),
      ids_(ids),
      ledger_(std::move(ledger)),
      counters_(counters),
      workers_(workers),
      log_(std::move(log)) {}

Result<Ticket> AdmissionDesk::enter(std::string_view site, const std::optional<ReturnAddress>& from) {
  if (!from) return shares_.enter(site);
  auto ticket = shares_.enter(site, *from, counters_.in_flight);
  if (!ticket) ++counters_.busy;
  return ticket;
}

Result<void> AdmissionDesk::take(CommentFrame&& comment, std::optional<ReturnAddress> from) {
  auto admitted = admit(comment, from);
  if (admitted || from) return admitted;
  stalled_ = std::move(comment);  // the queue's can't be told
  return {};
}

Result<void> AdmissionDesk::admit(CommentFrame& comment, const std::optional<ReturnAddress>& from) {
  auto ticket = enter(comment.site, from);
  if (!ticket) return ticket.error();
  const CommentKey key = comment.key();
  const ContentHash content = comment.content();
  Admission admission;
  try {
    admission = ids_.admit(key, content, [&] { return ledger_->find(comment.site, comment.id); });
  } catch (const std::runtime_error& error) {
    const auto now = std::chrono::steady_clock::now();
    counters_.ledger.failed(LedgerHealth::Use::reading, std::string{"The ledger can't be read: "} + error.what() + ".");
    if (now >= unread_complained_at_ + complain_every)
      log_->error("can't read the ledger: {}; no comment is taken in until it can be", error.what());
    unread_complained_at_ = now;
    retry_at_ = now + retry_after;
    return not_taken();
  }
  ++counters_.received;
  ++counters_.in_flight;
  tray_.emplace_back(std::make_unique<Submission>(Submission{.comment = std::move(comment),
                                                             .admission = admission,
                                                             .caller = caller_at_desk(from),
                                                             .taken_at = read_at(),
                                                             .ticket = std::move(*ticket),
                                                             .key = key,
                                                             .content = content}));
  return {};
}

const Error* AdmissionDesk::closed() {
  if (counters_.ledger.usable()) return nullptr;
  // Whether reading works again is found out by trying: with what stalled, or else with the next comment that comes.
  if (retry_at_ != std::chrono::steady_clock::time_point{} && std::chrono::steady_clock::now() >= retry_at_) {
    if (stalled_ && admit(*stalled_, std::nullopt)) {
      stalled_.reset();
      flush();
    }
    if (!stalled_) {
      retry_at_ = {};
      counters_.ledger.recovered(LedgerHealth::Use::reading);
      if (counters_.ledger.usable()) return nullptr;
    }
  }
  static const Error error = not_taken();
  return &error;
}

Result<void> AdmissionDesk::take(ArticleFrame&& article, std::optional<ReturnAddress> from) {
  auto ticket = enter(article.site, from);
  if (!ticket) return ticket.error();
  ++counters_.in_flight;
  tray_.emplace_back(std::make_unique<ArticleUpdate>(
      ArticleUpdate{std::move(article), caller_at_desk(std::move(from)), std::move(*ticket)}));
  return {};
}

// A line per bad message would let a bad client fill the disk. The message's content is never logged.
void AdmissionDesk::malformed(const Error& error, bool from_desk) {
  ++counters_.malformed;
  ++uncomplained_;
  const auto now = std::chrono::steady_clock::now();
  if (counters_.malformed > 1 && now - complained_at_ < complain_every) return;
  complained_at_ = now;
  log_->warn("malformed: {} from the {} (the last: {}: {})",
             uncomplained_ == 1 ? "a message" : std::to_string(uncomplained_) + " messages",
             from_desk ? "desk" : "queue", error.code, error.message);
  uncomplained_ = 0;
}

std::size_t AdmissionDesk::room(From where) const {
  if (counters_.waiting) return 0;
  const std::size_t in_flight = counters_.in_flight;
  const std::size_t room = in_flight < max_in_flight_ ? max_in_flight_ - in_flight : 0;
  return where == From::queue ? std::min(room, shares_.room_for_queue()) : room;
}

// One reading of the clock for a burst.
std::chrono::steady_clock::time_point AdmissionDesk::read_at() {
  if (!read_at_) read_at_ = std::chrono::steady_clock::now();
  return *read_at_;
}

void AdmissionDesk::flush() {
  read_at_.reset();
  shares_.flush();
  workers_.push_all(tray_);
}

}  // namespace moderato
