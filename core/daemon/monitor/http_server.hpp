// A small HTTP server for what watches the daemon: GET and HEAD, no bodies, short answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "comment/result.hpp"
#include "config/http_endpoint.hpp"

namespace moderato {

struct HttpAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
};

// Has a thread of its own, which it ends when destroyed. However clients behave, memory and connections stay bounded:
// requests are short, connections few and their time is limited; when there are too many, the oldest gives way.
class HttpServer {
 public:
  // Called from the server's thread only, with the path that was asked for, without query.
  using Handler = std::function<HttpAnswer(std::string_view path)>;

  // Error: monitor.cannot_listen.
  static Result<std::unique_ptr<HttpServer>> open(const HttpEndpoint& endpoint, Handler handler);
  virtual ~HttpServer() = default;

  // "127.0.0.1:5875", with the port that was given when 0 was asked for.
  [[nodiscard]] virtual std::string address() const = 0;
};

}  // namespace moderato
