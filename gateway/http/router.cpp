#include "http/router.hpp"

#include <set>
#include <stdexcept>

#include "http/problem.hpp"

namespace moderato::gateway::http {
namespace {

bool is_parameter(std::string_view piece) {
  return piece.starts_with('{') && piece.ends_with('}');
}
bool is_rest(std::string_view piece) {
  return is_parameter(piece) && piece.ends_with("*}");
}

std::vector<std::string> pieces_of(std::string_view pattern) {
  const auto refuse = [&](const char* why) {
    throw std::invalid_argument("the pattern '" + std::string{pattern} + "' " + why);
  };
  if (!pattern.starts_with('/')) refuse("does not begin with '/'");
  std::vector<std::string> pieces;
  for (std::string_view left = pattern.substr(1); pattern.size() > 1;) {
    const std::size_t end = left.find('/');
    pieces.emplace_back(left.substr(0, end));
    if (end == std::string_view::npos) break;
    if (is_rest(pieces.back())) refuse("goes on behind what stands for all the rest");
    left.remove_prefix(end + 1);
  }
  return pieces;
}

std::string joined(auto from, auto to, std::string_view between) {
  std::string text;
  for (; from != to; ++from) text.append(text.empty() ? "" : between).append(*from);
  return text;
}

Response no_content(const std::string& allowed) {
  return Response{204}.set("Allow", allowed);
}

}  // namespace

void Router::add(Method method, std::string_view pattern, Handler handler) {
  routes_.push_back({method, pieces_of(pattern), std::move(handler)});
}

std::optional<Pairs> Router::match(const Route& route, const std::vector<std::string>& segments) {
  const auto& pieces = route.pieces;
  const bool rest = !pieces.empty() && is_rest(pieces.back());
  const std::size_t fixed = pieces.size() - (rest ? 1 : 0);
  if (rest ? segments.size() < pieces.size() : segments.size() != pieces.size()) return std::nullopt;
  for (std::size_t i = 0; i < fixed; ++i)
    if (is_parameter(pieces[i]) ? segments[i].empty() : pieces[i] != segments[i]) return std::nullopt;
  // Joined, a slash within a segment would name another path than was asked for.
  for (std::size_t i = fixed; i < segments.size(); ++i)
    if (segments[i].find('/') != std::string::npos) return std::nullopt;
  Pairs found;
  for (std::size_t i = 0; i < fixed; ++i)
    if (is_parameter(pieces[i])) found.emplace_back(pieces[i].substr(1, pieces[i].size() - 2), segments[i]);
  if (rest)
    found.emplace_back(pieces.back().substr(1, pieces.back().size() - 3),
                       joined(segments.begin() + static_cast<std::ptrdiff_t>(fixed), segments.end(), "/"));
  return found;
}

void Router::operator()(Request request, Responder responder) const {
  if (request.target == "*") return responder.answer(Response{204});  // OPTIONS of the server as a whole
  std::set<std::string> allowed;
  const Route* chosen = nullptr;
  Pairs parameters;
  for (const Route& route : routes_) {
    auto found = match(route, request.segments);
    if (!found) continue;
    if (allowed.empty()) parameters = *found;
    allowed.emplace(to_string(route.method));
    if (route.method == Method::get) allowed.emplace("HEAD");
    const bool same = route.method == request.method || (route.method == Method::get && request.method == Method::head);
    if (chosen != nullptr || !same) continue;
    chosen = &route;
    parameters = std::move(*found);
  }
  if (allowed.empty())
    return responder.answer(
        Problem{.status = 404, .code = "http.not_found", .detail = "There is nothing at this address."}.response());
  allowed.emplace("OPTIONS");
  const std::string methods = joined(allowed.begin(), allowed.end(), ", ");
  request.parameters = std::move(parameters);
  allow_origin(request, responder, methods);
  if (chosen != nullptr) return chosen->handler(std::move(request), std::move(responder));
  if (request.method == Method::options) return responder.answer(no_content(methods));
  responder.answer(
      Problem{.status = 405, .code = "http.method_not_allowed", .detail = "This address answers " + methods + " only."}
          .response()
          .set("Allow", methods));
}

void Router::allow_origin(const Request& request, Responder& responder, const std::string& methods) const {
  if (!policy_) return;
  const bool preflight =
      request.method == Method::options && request.headers.find("Access-Control-Request-Method").has_value();
  responder.vary("Origin");
  const auto origin = request.headers.find("Origin");
  if (!origin) return;
  const std::optional<CrossOrigin> allowed = policy_(request, *origin);
  if (!allowed) return;
  responder.set("Access-Control-Allow-Origin", allowed->origin);
  if (allowed->credentials && allowed->origin != "*") responder.set("Access-Control-Allow-Credentials", "true");
  if (!allowed->exposed.empty()) responder.set("Access-Control-Expose-Headers", allowed->exposed);
  if (!preflight) return;
  responder.set("Access-Control-Allow-Methods", methods);
  responder.set("Access-Control-Allow-Headers", allowed->headers);
  responder.set("Access-Control-Max-Age", std::to_string(allowed->remembered.count()));
}

}  // namespace moderato::gateway::http
