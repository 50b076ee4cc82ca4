// How a handler answers: now or later, from any thread, once.
#pragma once

#include <functional>
#include <memory>

#include "http/request.hpp"
#include "http/response.hpp"

namespace moderato::gateway::http {

class Connection;

// One reader of a stream. Events are sent as they are: "id: 7\ndata: {}\n\n".
// `send` may be called by any thread, at the same time too; moving and dropping a handle is for one at a time. Dropping
// it ends the stream once what was sent before is written.
class Stream {
 public:
  Stream() = default;
  explicit Stream(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Stream(Stream&&) noexcept = default;
  Stream& operator=(Stream&& other) noexcept;
  ~Stream() { end(); }

  // Takes neither a copy of the text nor memory of its own beyond a place in a queue: give all readers the same text. A
  // reader for whom more waits than Limits::stream_queue_bytes is closed.
  void send(SharedText text) const;
  void end();
  // False soon after the reader has gone or was closed.
  [[nodiscard]] bool open() const;

 private:
  std::shared_ptr<Connection> connection_;
};

// Answers one request, exactly once: dropped without an answer, it answers 500. Movable; for one thread at a time,
// whichever that is. When the client has gone, nothing happens.
class Responder {
 public:
  explicit Responder(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&&) = delete;
  ~Responder();

  // A header of the answer or the stream, whatever it will be, unless that has one of this name. Throws as
  // Response::set.
  void set(std::string_view name, std::string_view value) { extra_.set(name, value); }
  // A name that is added to the answer's Vary.
  void vary(std::string_view name) { vary_ = name; }

  // Throws std::logic_error when it has answered already.
  void answer(Response response);

  // Answers with Server-Sent Events; 503 when there are too many streams. `on_closed` is called once, from one of the
  // server's threads or from this call, however the stream ends, and always. Throws std::logic_error when it has
  // answered already.
  [[nodiscard]] Stream stream(std::function<void()> on_closed = {});

 private:
  std::shared_ptr<Connection> take();
  void add_extra(Response& response) const;

  std::shared_ptr<Connection> connection_;
  Response extra_;
  std::string vary_;
};

// Called by one of the server's threads, which must not be made to wait. What it throws is logged, and answered with
// 500 where nothing was answered before.
using Handler = std::function<void(Request, Responder)>;

}  // namespace moderato::gateway::http
