#include "api/report.hpp"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "api/problems.hpp"
#include "api/submission.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_note = 1'000;  // bytes

std::variant<Report, FieldErrors> parse_report(std::string_view body) {
  FieldErrors errors;
  json::error_code failed;
  const json::value parsed = json::parse({body.data(), body.size()}, failed);
  if (failed || !parsed.is_object()) return FieldErrors{{"", "must be a JSON object in UTF-8"}};
  const json::object& object = parsed.get_object();
  Report report;
  const auto* const reason = object.if_contains("reason");
  const auto known = reason != nullptr && reason->is_string()
                         ? report_reason_from(std::string_view{reason->get_string()})
                         : std::nullopt;
  if (known)
    report.reason = *known;
  else
    errors.push_back({"/reason", "must be abuse, spam, illegal, off_topic or other"});
  if (const auto* const note = object.if_contains("note")) {
    if (!note->is_string())
      errors.push_back({"/note", "must be a string"});
    else if (note->get_string().size() > longest_note)
      errors.push_back({"/note", "must have at most 1000 bytes"});
    else
      report.note = std::string_view{note->get_string()};
  }
  if (object.size() > object.count("reason") + object.count("note"))
    errors.push_back({"", "has a field that is not known here: there are reason and note"});
  if (!errors.empty()) return errors;
  return report;
}

}  // namespace

Reporting::Reporting(Parts parts) : parts_(std::move(parts)) {}

Reporting::~Reporting() {
  thread_.join();
}

void Reporting::add_routes(http::Router& router) {
  router.add(http::Method::post, "/api/v1/sites/{site}/comments/{id}/reports",
             [this](const http::Request& request, http::Responder responder) { take(request, std::move(responder)); });
}

void Reporting::take(const http::Request& request, http::Responder responder) {
  auto admitted = parts_.gate.admit_anybody(request);
  if (auto* refused = std::get_if<http::Response>(&admitted)) return responder.answer(std::move(*refused));
  if (auto refused = parts_.gate.count_report(request)) return responder.answer(std::move(*refused));
  if (auto refused = check_body(request, parts_.body_bytes)) return responder.answer(std::move(*refused));
  auto parsed = parse_report(request.body);
  if (const auto* errors = std::get_if<FieldErrors>(&parsed)) return responder.answer(invalid(*errors).response());
  const Visit& visit = std::get<Visit>(admitted);
  const Member* const member = visit.member();
  const std::string reader = member != nullptr ? "member " + member->id : "address " + caller_at(request.remote);
  auto& report = std::get<Report>(parsed);
  report.at = now();
  auto asked = std::make_shared<Asked>(Asked{visit.site->name, request.parameter("id"),
                                             reporters_.id_of(visit.site->name, reader, report.at), std::move(report),
                                             std::move(responder)});
  boost::asio::post(thread_, [this, asked] { keep(*asked); });
}

void Reporting::keep(Asked& asked) try {
  if (!is_published(asked.site, asked.comment)) return asked.responder.answer(problem_of("not_found").response());
  parts_.reports.add(asked.site, asked.comment, asked.reporter, asked.report);
  asked.responder.answer(http::Response{204}.set("Cache-Control", "no-store"));
} catch (const std::exception&) {
  asked.responder.answer(unavailable());
}

bool Reporting::is_published(const std::string& site, const std::string& comment) {
  if (!reader_) {
    auto opened = Reader::open(parts_.read_model);
    if (!opened) throw std::runtime_error(opened.error().message);
    reader_ = std::move(*opened);
  }
  return reader_->comment(site, comment).has_value();
}

void Reporting::changed(std::span<const Change> changes) {
  for (const Change& change : changes) {
    if (change.kind != Change::Kind::erased) continue;
    boost::asio::post(thread_, [this, site = change.comment.site, comment = change.comment.id] {
      try {
        parts_.reports.forget(site, comment);
      } catch (const std::exception&) {
        // The store is away. Nothing of the comment itself is in it.
      }
    });
  }
}

}  // namespace moderato::gateway::api
