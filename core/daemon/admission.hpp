// What the intake hands its comments to: tells retries and edits from what is new, and passes everything on to the
// workers.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/logging.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/shares.hpp"
#include "daemon/work_queue.hpp"
#include "ledger/ledger.hpp"
#include "transport/intake.hpp"

namespace moderato {

// Belongs to the intake thread.
class AdmissionDesk final : public IntakeHandler {
 public:
  AdmissionDesk(Shares::Limits limits, IdTable& ids, std::unique_ptr<LedgerReader> ledger, Counters& counters,
                WorkQueue& workers, Log log);

  Result<void> take(CommentFrame&& comment, std::optional<ReturnAddress> from) override;
  Result<void> take(ArticleFrame&& article, std::optional<ReturnAddress> from) override;
  void malformed(const Error& error, bool from_desk) override;
  [[nodiscard]] std::size_t room(From where) const override;
  [[nodiscard]] const Error* closed() override;
  void flush() override;
  [[nodiscard]] bool idle() const override { return counters_.in_flight == 0; }

 private:
  [[nodiscard]] Result<Ticket> enter(std::string_view site, const std::optional<ReturnAddress>& from);
  // Sends it on its way, told whether it is new. On an error nothing has changed.
  [[nodiscard]] Result<void> admit(CommentFrame& comment, const std::optional<ReturnAddress>& from);
  [[nodiscard]] std::chrono::steady_clock::time_point read_at();

  std::size_t max_in_flight_;
  Shares shares_;
  IdTable& ids_;
  std::unique_ptr<LedgerReader> ledger_;
  Counters& counters_;
  WorkQueue& workers_;
  std::vector<WorkerTask> tray_;                                  // until the burst is over
  std::optional<std::chrono::steady_clock::time_point> read_at_;  // of the burst under way
  Log log_;
  std::optional<CommentFrame> stalled_;  // of the queue: its past can't be read, and nothing is taken until it can be
  std::chrono::steady_clock::time_point retry_at_;  // reading did not work; when to try again
  std::chrono::steady_clock::time_point unread_complained_at_;
  std::chrono::steady_clock::time_point complained_at_;
  std::uint64_t uncomplained_ = 0;
};

}  // namespace moderato
