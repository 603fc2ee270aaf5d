#include "app/learning.hpp"

#include "app/replace_file.hpp"
#include "learning/lessons_record.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

namespace signalbox::app {

namespace {

constexpr std::size_t max_lessons = 8 << 20;

Result<Lessons> read_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text(max_lessons, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad()) return fail(Errc::invalid_value, "cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    return read_lessons(text);
}

}  // namespace

Learning::Learning(LearningOptions const& options, Weights weights, std::uint64_t base, WallClock clock,
                   telemetry::Log& log, RefitWorker::Publish publish, OutcomeDesk::Rated rated)
    : log_{log},
      publish_{std::move(publish)},
      store_{options.file, options.max_outcomes, log, [this](std::size_t count) { worker_.joined(count); }},
      lessons_file_{store_.has_file() ? options.file + ".lessons" : ""},
      worker_{{.after = options.refit_after},
              first_lessons(base),
              std::move(weights),
              [this] { return store_.all(); },
              [this](Learned const& learned) {
                  write_down(learned.lessons);
                  publish_(learned);
              },
              log},
      desk_{store_.secret(),
            options.max_feedback_per_day,
            clock,
            [this](Outcome outcome) { return store_.offer(std::move(outcome)); },
            [this](LearningState& state) {
                store_.describe(state);
                worker_.describe(state);
            },
            std::move(rated)} {
    auto const known = store_.all();
    std::vector<Outcome const*> outcomes;
    for (auto const& outcome : known) outcomes.push_back(outcome.get());
    desk_.remember(outcomes, Clock::now());
    // Without lessons what is there already is as good as new.
    if (worker_.lessons()->number == 0 && !known.empty()) worker_.joined(known.size());
}

// Those that were kept, unless they were learned on another base.
SharedLessons Learning::first_lessons(std::uint64_t base) const {
    auto const none = std::make_shared<Lessons const>(Lessons{.base = base});
    std::error_code ec;
    if (lessons_file_.empty() || !std::filesystem::exists(lessons_file_, ec)) return none;
    auto kept = read_file(lessons_file_);
    if (kept && kept->base == base) return std::make_shared<Lessons const>(std::move(*kept));
    log_.note(telemetry::LogLevel::warn, "lessons not used",
              {{"file", lessons_file_},
               {"reason", kept ? "they were learned with other facts to begin from" : kept.error().detail},
               {"effect", "learning begins anew from the outcomes"}});
    return none;
}

void Learning::write_down(SharedLessons const& lessons) const {
    if (lessons_file_.empty() || lessons->number == 0) return;
    std::string bytes;
    append_lessons(bytes, *lessons);
    if (auto written = replace_file(lessons_file_, bytes); !written) {
        log_.note(telemetry::LogLevel::warn, "lessons not kept", {{"reason", written.error().detail}});
    }
}

}  // namespace signalbox::app
