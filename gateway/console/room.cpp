#include "console/room.hpp"

#include <exception>
#include <utility>

namespace moderato::gateway::console {

RoomSettings room_settings(const Settings& settings) {
  return {settings.gateway.casebook, settings.gateway.read_model, settings.gateway.store,
          settings.privacy.retention.rejected_text, RejectReasons{settings.gateway}};
}

Room::Room(const RoomSettings& settings, FollowerSettings daemon, Opened opened, const accounts::Gate& gate,
           Audit& audit, Ask ask, const Log& log)
    : log_(log),
      appeals_(std::move(opened.appeals)),
      views_(std::move(opened.views)),
      reports_(std::move(opened.reports)),
      articles_(std::move(opened.articles)),
      console_({.casebook = settings.casebook, .reasons = settings.reject_reasons},
               Parts{gate, audit, *appeals_, reports_, *views_,
                     [this](std::string_view site, std::string_view article) { return articles_.find(site, article); },
                     std::move(ask), log}),
      casebook_(std::move(opened.writer), settings.rejected_text,
                [this](const casebook::Applied& applied) { console_.applied(applied); }),
      following_(std::move(daemon), casebook_, log) {}

Result<std::unique_ptr<Room>> Room::open(const RoomSettings& settings, FollowerSettings daemon,
                                         const accounts::Gate& gate, Audit& audit, Ask ask, const Log& log) {
  auto appeals = Appeals::open(settings.store);
  if (!appeals) return appeals.error();
  auto views = Views::open(settings.store);
  if (!views) return views.error();
  auto reports = Reports::open(settings.store);
  if (!reports) return reports.error();
  auto articles = Reader::open(settings.read_model);
  if (!articles) return articles.error();
  auto writer = casebook::Writer::open(settings.casebook);
  if (!writer) return writer.error();
  const auto reader = casebook::Reader::open(settings.casebook);
  if (!reader) return reader.error();
  (*appeals)->catch_up(*reader);
  Opened opened{std::move(*appeals), std::move(*views), std::move(*reports), std::move(*articles), std::move(*writer)};
  return std::unique_ptr<Room>{
      new Room{settings, std::move(daemon), std::move(opened), gate, audit, std::move(ask), log}};
}

Room::~Room() {
  following_.stop();
}

void Room::start(std::function<void()> on_failed) {
  following_.start("casebook", std::move(on_failed));
}

}  // namespace moderato::gateway::console
