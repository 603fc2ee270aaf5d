// What the route cache does to streams of real prompts: routes FILE.jsonl...
//
// Each line is an object with "text" or "prompt". Every prompt is asked as a conversation's first message, in the order
// of the file, at the knob's middle. A route is compared with the one that routing without a cache would have made of
// the same message: `same` is the share of remembered routes whose model is that one, `regret` the mean of what the
// others lose in utility, over all prompts.
// `again`: hits of the analysis memo, prompts that were there before word for word. They are no merit of the routes.
// `p50 us`, `p99 us`: what one analysis took, over all prompts, the second time that each was analyzed.

#include "app/config_source.hpp"
#include "app/engine.hpp"
#include "pipeline/decision.hpp"
#include "wire/json_document.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace signalbox;

std::vector<std::string> prompts_of(std::string const& path) {
    std::vector<std::string> prompts;
    std::ifstream file{path};
    wire::JsonReader reader;
    for (std::string line; std::getline(file, line);) {
        auto const row = reader.parse(line);
        std::string_view text;
        if (row && ((*row)["text"].get(text) == simdjson::SUCCESS || (*row)["prompt"].get(text) == simdjson::SUCCESS)) {
            prompts.emplace_back(text);
        }
    }
    return prompts;
}

double utility_of(RoutingPlan const& plan, std::string const& model) {
    auto const found = std::ranges::find(plan.candidates, model, &Candidate::model);
    return found == plan.candidates.end() ? 0 : found->utility;
}

struct Tally {
    std::size_t asked = 0, hits = 0, same = 0;
    double regret = 0;
};

Tally ask_all(std::vector<std::string> const& prompts, Snapshot const& snapshot, RouteCache& cache) {
    Tally tally;
    std::mt19937_64 random;
    for (auto const& prompt : prompts) {
        ChainContext context;
        context.model = "auto";
        context.messages = {{Role::user, prompt}};
        auto const analysis = analysis_of(context, snapshot, cache, {});
        auto const routed = decide_by(analysis, context, snapshot, cache, {}, random);
        context.options.cache = false;
        RouteCache none{{}};
        auto const fresh = decide_by(analysis, context, snapshot, none, {}, random);
        if (!routed || !fresh) continue;
        ++tally.asked;
        if (!routed->cache_hit) continue;
        ++tally.hits;
        tally.same += routed->plan->primary == fresh->plan->primary ? 1 : 0;
        // On the fast path the cheapest is taken, whatever its utility.
        if (!fresh->plan->fast_path) {
            tally.regret +=
                utility_of(*fresh->plan, fresh->plan->primary) - utility_of(*fresh->plan, routed->plan->primary);
        }
    }
    return tally;
}

struct AnalysisTimes {
    double median_us = 0, p99_us = 0;
};

AnalysisTimes time_analyses(std::vector<std::string> const& prompts, Analyzer const& analyzer) {
    std::vector<double> times;
    std::int64_t sum = 0;  // so that nothing is left out as unused
    for (bool const measured : {false, true}) {
        for (auto const& prompt : prompts) {
            ChainContext context;
            context.messages = {{Role::user, prompt}};
            auto const begin = std::chrono::steady_clock::now();
            sum += analyzer.analyze(context).input_tokens.count;
            std::chrono::duration<double, std::micro> const took = std::chrono::steady_clock::now() - begin;
            if (measured) times.push_back(took.count());
        }
    }
    std::ranges::sort(times);
    return sum > 0 ? AnalysisTimes{times[times.size() / 2], times[times.size() * 99 / 100]} : AnalysisTimes{};
}

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

int main(int count, char** arguments) {
    auto config = app::read_config({});
    if (!config) return std::fprintf(stderr, "%s\n", config.error().detail.c_str()), 1;
    auto const engine = app::Engine::create(std::move(*config));
    if (!engine) return std::fprintf(stderr, "%s\n", engine.error().detail.c_str()), 1;
    auto const& snapshot = *(*engine)->worker(0).orchestrator.snapshot();
    std::printf("%zu models, %s\n%-28s %9s %8s %7s %7s %7s %9s %7s %7s\n", snapshot.registry.models().size(),
                (*engine)->config().source.c_str(), "stream", "capacity", "prompts", "hits %", "again %", "same %",
                "regret", "p50 us", "p99 us");
    for (int i = 1; i < count; ++i) {
        auto const prompts = prompts_of(arguments[i]);
        if (prompts.empty()) return std::fprintf(stderr, "%s: no prompts\n", arguments[i]), 1;
        auto const times = time_analyses(prompts, *snapshot.analyzer);
        for (std::size_t const capacity : {std::size_t{100}, std::size_t{10'000}}) {
            RouteCache cache{{.capacity = capacity}};
            auto const tally = ask_all(prompts, snapshot, cache);
            std::printf("%-28s %9zu %8zu %7.1f %7.1f %7.2f %9.5f %7.1f %7.1f\n",
                        std::filesystem::path{arguments[i]}.stem().c_str(), capacity, tally.asked,
                        percent(tally.hits, tally.asked),
                        percent(static_cast<std::size_t>(cache.stats({}).analysis_hits), tally.asked),
                        percent(tally.same, tally.hits), tally.regret / static_cast<double>(tally.asked),
                        times.median_us, times.p99_us);
        }
    }
}
