// What Coral is answered of a comment.
//
// One word that it does not know, and it drops the whole answer (external.ts validates it with Joi) and publishes the
// comment: so answers are made of the enums here alone.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "config/coral_settings.hpp"

namespace moderato::gateway::coral {

struct AnswerSettings {
  CoralSettings::Approved approved = CoralSettings::Approved::no_opinion;
  CoralSettings::Held held = CoralSettings::Held::system_withheld;
  bool reasons = true;  // why a comment is rejected
};

// The body of an answer to a phase's request, of the daemon's verdict (config/schema/verdict.json). Of what failed in a
// filter, and of filters in the shadow, nothing is told.
[[nodiscard]] std::string phase_answer(const boost::json::object& verdict, const AnswerSettings& settings);

// Of a comment that can't be judged: it is too long for the daemon.
[[nodiscard]] std::string held_answer(const AnswerSettings& settings);

}  // namespace moderato::gateway::coral
