// What anybody may read: threads and counts, feeds, and the page for browsers without JavaScript.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "api/page_cache.hpp"
#include "http/router.hpp"
#include "read_model/reader.hpp"

namespace moderato::gateway::api {

// Answers from memory where nothing has changed; else threads of its own read and render. Outlives the server that it
// answers for; what is asked and not begun when it goes is not answered any more.
class Reads {
 public:
  struct Settings {
    std::filesystem::path read_model;
    std::size_t threads = 2;  // that read and render
    std::size_t cache_bytes = 64U << 20U;
    // How long readers of a site may keep an answer without asking again. Null: not at all.
    std::function<std::chrono::seconds(std::string_view site)> fresh{};
  };
  explicit Reads(Settings settings);
  ~Reads();
  Reads(const Reads&) = delete;
  Reads& operator=(const Reads&) = delete;

  void add_routes(http::Router& router);

  // Call after each change of the read model. Thread-safe.
  void changed(std::span<const Change> changes);

 private:
  // Renders the answer to a request; nothing: there is no such thing. Throws http::Problem.
  using Render = std::optional<std::string> (*)(const http::Request& request, const Reader& reader);
  struct Kind {
    Render render;
    std::string_view type;
    bool is_page = false;  // HTML, in the reader's language
  };

  void add(http::Router& router, std::string_view pattern, Kind kind);
  void answer(http::Request request, http::Responder responder, const Kind& kind);
  void render(const http::Request& request, http::Responder& responder, const Kind& kind);
  [[nodiscard]] http::Response response(const http::Content& content, const http::Request& request,
                                        const Kind& kind) const;
  [[nodiscard]] Result<Reader> take_reader();

  Settings settings_;
  PageCache cache_;
  std::mutex mutex_;
  std::vector<Reader> readers_;  // those that nobody reads with
  boost::asio::thread_pool threads_;
};

}  // namespace moderato::gateway::api
