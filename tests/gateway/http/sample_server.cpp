// A server with every kind of answer. Prints where it listens; ends when its standard input does. Lines there are
// events for all readers of /events; it prints "sent N" once it has handed one to N of them, and answers the line
// "count" with "readers N". Usage: gateway_http_sample [THREADS [PORT]]
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <list>
#include <mutex>

#include "http/content.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace {

using namespace moderato::gateway::http;  // NOLINT(google-build-using-namespace): a small program about one thing

// Those that read along.
class Readers {
 public:
  void add(Responder responder) {
    const std::scoped_lock lock{mutex_};
    streams_.push_back(responder.stream());
  }
  std::size_t send(std::string event) {
    const SharedText text = share(std::move(event));
    const std::scoped_lock lock{mutex_};
    std::erase_if(streams_, [](const Stream& stream) { return !stream.open(); });
    for (const Stream& stream : streams_) stream.send(text);
    return streams_.size();
  }
  std::size_t count() {
    const std::scoped_lock lock{mutex_};
    return streams_.size();
  }

 private:
  std::mutex mutex_;
  std::list<Stream> streams_;
};

std::string some_text(std::size_t size) {
  std::string text;
  while (text.size() < size) text += "comment number " + std::to_string(text.size()) + "\n";
  text.resize(size);
  return text;
}

Router routes(Readers& readers) {
  Router router;
  for (const auto& [name, size] : {std::pair{"/1k", 1'000U}, std::pair{"/50k", 50'000U}})
    router.add(Method::get, name,
               [content = Content::make("text/plain", some_text(size))](const Request& request, Responder responder) {
                 responder.answer(content.answer(request, "no-cache"));
               });
  router.add(Method::post, "/echo", [](Request request, Responder responder) {
    responder.answer({200, "application/octet-stream", std::move(request.body)});
  });
  router.add(Method::get, "/sites/{site}", [](const Request& request, Responder responder) {
    boost::json::object query;
    for (const auto& [name, value] : request.query) query[name] = value;
    responder.answer(json_response(200, {{"site", request.parameter("site")}, {"query", query}}));
  });
  router.add(Method::get, "/throws", [](const Request&, const Responder&) { throw std::runtime_error("no luck"); });
  router.add(Method::get, "/events",
             [&readers](const Request&, Responder responder) { readers.add(std::move(responder)); });
  return router;
}

}  // namespace

int main(int argc, char** argv) {
  Readers readers;
  ServerSettings settings{.endpoint = {"127.0.0.1", 0}};
  settings.limits.connections_per_address = settings.limits.connections;
  if (argc > 1) settings.threads = static_cast<unsigned>(std::atoi(argv[1]));
  if (argc > 2) settings.endpoint.port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  const auto server = Server::open(settings, routes(readers));
  if (!server) {
    std::cerr << server.error().message << '\n';
    return 1;
  }
  std::cout << (*server)->address() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "count")
      std::cout << "readers " << readers.count() << std::endl;
    else
      std::cout << "sent " << readers.send("data: " + line + "\n\n") << std::endl;
  }
  return 0;
}
