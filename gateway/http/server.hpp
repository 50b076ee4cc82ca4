// The gateway's HTTP server: HTTP/1.1 and 1.0, answers from any thread, Server-Sent Events.
//
//   auto server = Server::open({.endpoint = {"127.0.0.1", 8080}},
//                              [](Request request, Responder responder) { responder.answer(json_response(200, {})); });
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "config/http_endpoint.hpp"
#include "http/limits.hpp"
#include "http/responder.hpp"

namespace moderato::gateway::http {

struct ServerSettings {
  HttpEndpoint endpoint;
  unsigned threads = 2;                        // that read and write; at least 1
  std::chrono::milliseconds grace{5'000};      // for answers under way when the server stops
  std::vector<std::string> trusted_proxies{};  // as TrustedProxies::parse takes them
  Limits limits{};
};

// Has threads of its own. However clients behave, its memory and their time are bounded by the limits.
class Server {
 public:
  // Errors: http.cannot_listen, http.bad_proxy.
  static Result<std::unique_ptr<Server>> open(ServerSettings settings, Handler handler);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;  // as stop()

  // "127.0.0.1:8080", with the port that was given when 0 was asked for.
  [[nodiscard]] virtual std::string address() const = 0;

  // Takes no more connections, ends streams and idle connections, and waits until what is asked already is answered, at
  // most for the grace time. Not from a handler. The second call does nothing.
  virtual void stop() = 0;

 protected:
  Server() = default;
};

}  // namespace moderato::gateway::http
