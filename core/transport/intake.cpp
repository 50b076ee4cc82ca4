#include "transport/intake.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "comment/verdict.hpp"
#include "transport/pace.hpp"

namespace moderato {
namespace {

constexpr std::size_t burst = 256;
constexpr int most_receipts = 20'000;
constexpr std::size_t turn = 32;  // messages of one socket before the other has its turn
// Frames beyond the limit, up to this many times it, get an answer that says so; larger ones end the connection before
// they fill the memory.
constexpr std::size_t refusal_factor = 16;
// A sender that never pauses can't keep the daemon from stopping.
constexpr std::chrono::milliseconds quiet{100};
constexpr std::chrono::seconds longest_drain{5};
// How often a closed handler is asked whether it still is.
constexpr std::chrono::milliseconds closed_look{200};

using From = IntakeHandler::From;

std::string_view id_of(const CommentFrame& comment) {
  return comment.id;
}
std::string_view id_of(const ArticleFrame& /*article*/) {
  return {};  // its answers name none
}

}  // namespace

Intake::Intake(zmq::context_t& context, const IntakeSettings& settings, const Guard& guard)
    : settings_(settings),
      guard_(guard),
      queue_(context, zmq::socket_type::pull),
      desk_(context, zmq::socket_type::router) {
  const auto largest = static_cast<std::int64_t>(settings.limits.frame_bytes * refusal_factor);
  for (zmq::socket_t* socket : {&queue_, &desk_}) {
    socket->set(zmq::sockopt::maxmsgsize, largest);
    socket->set(zmq::sockopt::linger, 1'000);
    socket->set(zmq::sockopt::ipv6, true);
  }
  desk_.set(zmq::sockopt::router_mandatory, true);
  let_come_back(desk_, guard);
  // Receipts kept for a client that does not read; those beyond are dropped, and it gets them by sending again.
  desk_.set(zmq::sockopt::sndhwm, most_receipts);
}

Result<std::unique_ptr<Intake>> Intake::open(zmq::context_t& context, const IntakeSettings& settings,
                                             const Guard& guard) {
  std::unique_ptr<Intake> intake{new Intake{context, settings, guard}};
  if (auto opened = open_endpoints(intake->queue_, settings.queue, "intake.queue", guard); !opened)
    return opened.error();
  if (auto opened = open_endpoints(intake->desk_, settings.desk, "intake.desk", guard); !opened) return opened.error();
  return intake;
}

void Intake::stop() {
  stopping_ = true;
  receipts_.wake();
}

bool Intake::run(IntakeHandler& handler, std::chrono::milliseconds grace) {
  Pace pace{Pace::Clock::now()};
  while (!stopping_) {
    wait(handler, std::chrono::milliseconds{-1});
    send_receipts();
    const std::size_t read = read_burst(handler);
    pace.read(read, Pace::Clock::now());
    if (pace.fast() && read < burst) wait_for_more();
  }
  return drain(handler, grace);
}

void Intake::wait(IntakeHandler& handler, std::chrono::milliseconds longest) {
  const bool closed = handler.closed() != nullptr;
  std::array<zmq::pollitem_t, 3> items{{{nullptr, receipts_.fd(), ZMQ_POLLIN, 0}}};
  std::size_t count = 1;
  // A socket without room is not waited for: room comes with receipts.
  if (closed || handler.room(From::desk) > 0) items[count++] = {desk_.handle(), 0, ZMQ_POLLIN, 0};
  if (!closed && handler.room(From::queue) > 0) items[count++] = {queue_.handle(), 0, ZMQ_POLLIN, 0};
  if (closed && (longest.count() < 0 || longest > closed_look)) longest = closed_look;
  zmq::poll(items.data(), count, longest);
}

// Receipts are not held up by it. Nor is a client that sends nothing more before it has its receipt.
void Intake::wait_for_more() {
  std::array<zmq::pollitem_t, 1> items{{{nullptr, receipts_.fd(), ZMQ_POLLIN, 0}}};
  zmq::poll(items.data(), items.size(), Pace::moment);
}

bool Intake::drain(IntakeHandler& handler, std::chrono::milliseconds grace) {
  // Ends the queue's connections; what has arrived stays readable, and senders keep the rest. The desk's must live on:
  // receipts go back through them.
  close_endpoints(queue_, settings_.queue);
  const auto begin = std::chrono::steady_clock::now();
  auto last = begin;
  for (auto now = begin; now - last < quiet && now - begin < longest_drain; now = std::chrono::steady_clock::now()) {
    wait(handler, quiet);
    send_receipts();
    if (read_burst(handler) > 0 || handler.room(From::desk) == 0) last = std::chrono::steady_clock::now();
  }
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (!handler.idle() && std::chrono::steady_clock::now() < deadline) {
    std::array<zmq::pollitem_t, 1> items{{{nullptr, receipts_.fd(), ZMQ_POLLIN, 0}}};
    zmq::poll(items.data(), items.size(), quiet);
    send_receipts();
  }
  send_receipts();
  return handler.idle();
}

std::size_t Intake::read_burst(IntakeHandler& handler) {
  std::size_t read = 0;
  // In turns, so that a flood on one socket does not starve the other.
  bool more = true;
  while (more && read < burst) {
    more = false;
    for (auto read_one : {&Intake::read_queue, &Intake::read_desk}) {
      std::size_t here = 0;
      while (here < turn && (this->*read_one)(handler)) ++here;
      more = more || here > 0;
      read += here;
    }
  }
  if (read > 0) handler.flush();
  return read;
}

bool Intake::read_queue(IntakeHandler& handler) {
  if (handler.closed() != nullptr || handler.room(From::queue) == 0) return false;
  zmq::message_t frame;
  if (!queue_.recv(frame, zmq::recv_flags::dontwait)) return false;
  if (!frame.more()) {
    take(handler, view(frame), std::nullopt);
  } else {
    const std::size_t found = 1 + receive_rest(queue_).size();
    handler.malformed(
        {"comment.wrong_frames", "expected a message of one frame, found " + std::to_string(found) + " or more"},
        false);
  }
  return true;
}

bool Intake::read_desk(IntakeHandler& handler) {
  if (handler.closed() == nullptr && handler.room(From::desk) == 0) return false;
  auto letter = receive_letter(desk_);
  if (!letter) return false;
  if (guard_.asks_for_keys() && !letter->frames.empty() && !may_submit(letter->frames.front(), letter->from))
    return true;
  if (letter->frames.size() == 1)
    take(handler, view(letter->frames.front()), std::move(letter->from));
  else
    refuse(handler, {"comment.wrong_frames", "expected a message of one frame"}, {}, letter->from);
  return true;
}

bool Intake::may_submit(const zmq::message_t& frame, const ReturnAddress& from) {
  const Peer peer = guard_.peer_of(frame);
  if (peer.roles.has(Role::submit)) return true;
  const Error error = missing_role(peer, Role::submit);
  guard_.complain("refused at intake.desk: " + error.message);
  std::string id;
  const auto parsed = parse_frame(frame.to_string(), settings_.limits);
  if (parsed.has_error())
    id = parsed.error().id;
  else if (const auto* comment = std::get_if<CommentFrame>(&*parsed))
    id = comment->id;
  answer_error(error, id, from);
  return false;
}

void Intake::take(IntakeHandler& handler, std::string_view frame, std::optional<ReturnAddress> from) {
  auto parsed = parse_frame(std::string{frame}, settings_.limits);
  if (!parsed) return refuse(handler, parsed.error(), parsed.error().id, from);
  std::visit(
      [&](auto& it) {
        const Error* closed = from ? handler.closed() : nullptr;
        const auto taken = closed != nullptr ? Result<void>{*closed} : handler.take(std::move(it), from);
        // NOLINTNEXTLINE(bugprone-use-after-move): what was not taken has not been moved
        if (!taken && from) answer_error(taken.error(), id_of(it), *from);
      },
      *parsed);
}

void Intake::refuse(IntakeHandler& handler, const Error& error, std::string_view id,
                    const std::optional<ReturnAddress>& from) {
  handler.malformed(error, from.has_value());
  if (from) answer_error(error, id, *from);
}

void Intake::answer_error(const Error& error, std::string_view id, const ReturnAddress& to) {
  std::string body;
  append_error(body, error, id);
  send_letter(desk_, to, {body});
}

void Intake::send_receipts() {
  for (const Receipt& receipt : receipts_.take_all()) send_letter(desk_, receipt.to, {receipt.body});
}

}  // namespace moderato
