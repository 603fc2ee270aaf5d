#pragma once

#include "app/config.hpp"
#include "app/model_list.hpp"
#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace signalbox::app {

// Hears what becomes of model lists.
class ModelListListener {
public:
    virtual ~ModelListListener() = default;
    virtual void list_taken(std::string_view provider, ListUpdate const& update) = 0;
    // What was known before goes on.
    virtual void list_failed(std::string_view provider, Error const& error) = 0;
    virtual void copy_broken(std::string_view provider, Error const& error) = 0;
    // How many facts of all lists are held back.
    virtual void held_now(std::size_t facts) = 0;
};

// Keeps up with the model lists of all providers that have one: asks at once and then again and again. After a failure
// it asks again after a minute, then after ever longer, up to the usual time.
// Threads: the loop whose `time` it is.
class ModelListWatch {
public:
    using Fetch = std::function<Task<Result<std::vector<ListedModel>>>(ProviderConfig const&, Cancellation&)>;

    // All outlive the last task that it starts: those end in the turn of the loop after stop().
    ModelListWatch(Time& time, Fetch fetch, ModelListListener& listener)
        : time_{time}, fetch_{std::move(fetch)}, listener_{listener} {}
    ~ModelListWatch() { stop(); }

    // Takes over the providers of `config` in place of those before; a list that is known stays known. Reads the
    // copies of new ones, and says whether there was one. Asks nobody.
    bool follow(Config const& config);
    // Begins to ask. At most once after each follow().
    void ask();
    void stop();

    // Adds what is known of the providers that `config` has.
    void add_to(Config& config) const;

private:
    struct Followed {
        explicit Followed(ProviderConfig its) : provider{std::move(its)}, list{provider.model_list.copy} {}
        ProviderConfig provider;
        ModelList list;
        Cancellation cancellation;
    };
    static Task<void> keep_up(ModelListWatch& watch, std::shared_ptr<Followed> followed);
    // Whether the list came and was believed.
    [[nodiscard]] bool settle(Followed& followed, Result<std::vector<ListedModel>> offered);
    void count_held();
    [[nodiscard]] Followed const* known(ProviderConfig const& provider) const;

    Time& time_;
    Fetch fetch_;
    ModelListListener& listener_;
    std::vector<std::shared_ptr<Followed>> followed_;
};

}  // namespace signalbox::app
