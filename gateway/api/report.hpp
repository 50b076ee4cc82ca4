// Taking in what readers report of comments (openapi.json: reportComment).
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <memory>
#include <span>

#include "api/gate.hpp"
#include "read_model/reader.hpp"
#include "reports/reports.hpp"

namespace moderato::gateway::api {

// Has a thread of its own, which reads and writes. Outlives the server that it answers for.
class Reporting {
 public:
  struct Parts {
    Gate& gate;
    std::filesystem::path read_model;
    Reports reports;
    std::size_t body_bytes;  // most of a request
  };
  explicit Reporting(Parts parts);
  ~Reporting();
  Reporting(const Reporting&) = delete;
  Reporting& operator=(const Reporting&) = delete;

  void add_routes(http::Router& router);

  // Call after each change of the read model: what was said of an erased comment goes too. Thread-safe.
  void changed(std::span<const Change> changes);

 private:
  struct Asked {
    std::string site;
    std::string comment;
    ReporterId reporter;
    Report report;
    http::Responder responder;
  };
  void take(const http::Request& request, http::Responder responder);
  void keep(Asked& asked);
  [[nodiscard]] bool is_published(const std::string& site, const std::string& comment);

  Parts parts_;
  Reporters reporters_;
  std::optional<Reader> reader_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace moderato::gateway::api
