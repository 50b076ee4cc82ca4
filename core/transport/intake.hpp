// The way in: reads comments and article messages from the queue and the desk, checks them against the schema, and
// sends receipts back to the desk's clients.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "comment/comment.hpp"
#include "config/settings.hpp"
#include "transport/mailbox.hpp"
#include "transport/socket.hpp"

namespace moderato {

struct Receipt {
  ReturnAddress to;
  std::string body;  // JSON
};

// What becomes of what was read. Called from the intake's thread only. `from` is absent for the queue.
class IntakeHandler {
 public:
  enum class From : std::uint8_t { queue, desk };
  virtual ~IntakeHandler() = default;

  // An error goes to the sender at the desk, and leaves the message alone; of the queue everything is taken.
  virtual Result<void> take(CommentFrame&& comment, std::optional<ReturnAddress> from) = 0;
  virtual Result<void> take(ArticleFrame&& article, std::optional<ReturnAddress> from) = 0;
  virtual void malformed(const Error& error, bool from_desk) = 0;
  // How many more may be taken in now. At 0 the socket is left alone, and its senders wait.
  [[nodiscard]] virtual std::size_t room(From where) const = 0;
  // Set while nothing can be taken for who knows how long: the desk's senders are told this, the queue's wait. Asked
  // several times a second then.
  [[nodiscard]] virtual const Error* closed() = 0;
  // A burst has been read.
  virtual void flush() = 0;
  // Nothing is in flight.
  [[nodiscard]] virtual bool idle() const = 0;
};

// Runs in one thread, which owns the sockets; the mailbox and `stop` are for the others.
class Intake {
 public:
  // Errors as open_endpoints. `guard` outlives it.
  static Result<std::unique_ptr<Intake>> open(zmq::context_t& context, const IntakeSettings& settings,
                                              const Guard& guard);

  // Reads until stopped; then closes the queue, takes in what has arrived, waits for the last receipts, and returns.
  // `grace` bounds the waiting. False when something in flight had to be given up.
  bool run(IntakeHandler& handler, std::chrono::milliseconds grace);

  void stop();
  // Receipts to send. Posting also tells the intake that there may be room again.
  [[nodiscard]] Mailbox<Receipt>& receipts() { return receipts_; }

 private:
  Intake(zmq::context_t& context, const IntakeSettings& settings, const Guard& guard);

  std::size_t read_burst(IntakeHandler& handler);
  // Waits for whatever is to be done now.
  void wait(IntakeHandler& handler, std::chrono::milliseconds longest);
  // A moment, or until there are receipts.
  void wait_for_more();
  bool read_queue(IntakeHandler& handler);
  bool read_desk(IntakeHandler& handler);
  // Answers who may not.
  bool may_submit(const zmq::message_t& frame, const ReturnAddress& from);
  void take(IntakeHandler& handler, std::string_view frame, std::optional<ReturnAddress> from);
  void refuse(IntakeHandler& handler, const Error& error, std::string_view id,
              const std::optional<ReturnAddress>& from);
  void answer_error(const Error& error, std::string_view id, const ReturnAddress& to);
  void send_receipts();
  bool drain(IntakeHandler& handler, std::chrono::milliseconds grace);

  IntakeSettings settings_;
  const Guard& guard_;
  zmq::socket_t queue_;
  zmq::socket_t desk_;
  Mailbox<Receipt> receipts_;
  std::atomic<bool> stopping_{false};
};

}  // namespace moderato
