// The part of a connection that sends events.
#include "http/connection.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::http {

void Connection::start_stream(StreamStart start) {
  on_closed_ = std::move(start.on_closed);
  Shared& shared = loop_->shared();
  const bool room = shared.streams.fetch_add(1, std::memory_order_relaxed) < shared.settings.limits.streams;
  if (state_ != State::answering || !room) {
    shared.streams.fetch_sub(1, std::memory_order_relaxed);
    open_.store(false, std::memory_order_relaxed);
    answer(Problem{.status = 503, .code = "http.too_many_streams", .detail = "Too many read along. Try again later."}
               .response()
               .set("Retry-After", "30"));
    return tell_closed();
  }
  counted_stream_ = true;
  keep_alive_ = false;
  std::string{}.swap(leftover_);  // assigning would keep the memory
  state_ = State::streaming;
  ending_ = head_only_ || loop_->draining();
  outbox_.push(share(head_of(start.head, {loop_->date(), false, true, false})));
  flush();
  wait_readable();  // to see it go
}

void Connection::push_event(SharedText text) {
  if (state_ != State::streaming || ending_ || !text) return;
  if (outbox_.bytes() + text->size() > loop_->shared().settings.limits.stream_queue_bytes) return close();
  outbox_.push(std::move(text));
  flush_later();
}

void Connection::end_stream() {
  if (state_ != State::streaming) return;
  ending_ = true;
  flush_later();
}

void Connection::flush_later() {
  if (!std::exchange(unflushed_, true)) loop_->flush_later(shared_from_this());
}

}  // namespace moderato::gateway::http
