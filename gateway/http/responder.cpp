#include "http/responder.hpp"

#include <spdlog/spdlog.h>

#include <stdexcept>

#include "http/connection.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::http {

Stream& Stream::operator=(Stream&& other) noexcept {
  end();
  connection_ = std::move(other.connection_);
  return *this;
}

void Stream::send(SharedText text) const {
  if (open()) Connection::post({connection_, std::move(text)});
}

void Stream::end() {
  if (connection_) Connection::post({std::exchange(connection_, nullptr), StreamEnd{}});
}

bool Stream::open() const {
  return connection_ && connection_->is_open();
}

Responder::~Responder() {
  if (!connection_) return;
  try {
    answer(Problem{.status = 500, .code = "http.no_answer", .detail = "Something went wrong here. Try again later."}
               .response());
  } catch (const std::exception& error) {
    spdlog::error("http: a request could not even be answered with an error: {}", error.what());
  }
}

std::shared_ptr<Connection> Responder::take() {
  if (!connection_) throw std::logic_error("a request is answered once");
  return std::exchange(connection_, nullptr);
}

void Responder::add_extra(Response& response) const {
  for (const auto& [name, value] : extra_.headers())
    if (!response.headers().find(name)) response.set(name, value);
  if (!vary_.empty()) response.add("Vary", vary_);
}

void Responder::answer(Response response) {
  add_extra(response);
  Connection::post_or_do({take(), std::move(response)});
}

Stream Responder::stream(std::function<void()> on_closed) {
  Response head{200};
  head.set("Content-Type", "text/event-stream").set("Cache-Control", "no-store").set("X-Accel-Buffering", "no");
  head.set("X-Content-Type-Options", "nosniff");
  add_extra(head);
  std::shared_ptr<Connection> connection = take();
  Stream stream{connection};
  Connection::post_or_do({std::move(connection), StreamStart{std::move(head), std::move(on_closed)}});
  return stream;
}

}  // namespace moderato::gateway::http
