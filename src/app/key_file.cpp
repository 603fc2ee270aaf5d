#include "app/key_file.hpp"

#include "app/key_config.hpp"
#include "app/replace_file.hpp"
#include "server/key_hash.hpp"
#include "wire/json_writer.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::app {

namespace {

using server::ApiKey;

// JSON's way of writing a text is YAML's too.
void append_text(std::string& out, std::string_view text) { wire::JsonWriter{out}.value(text); }

template <class List, class Text>
void append_list(std::string& out, std::string_view name, List const& list, Text const& text) {
    out.append("    ").append(name).append(": [");
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out.append(", ");
        append_text(out, text(list[i]));
    }
    out.append("]\n");
}

void append_key(std::string& out, ApiKey const& key) {
    auto const member = [&](std::string_view name, std::string const& value) {
        out.append("    ").append(name).append(": ").append(value).append("\n");
    };
    out.append("  - id: ");
    append_text(out, key.id);
    out.append("\n    tenant: ");
    append_text(out, key.tenant);
    out.append("\n");
    member("hash", server::hash_text(key.hash));
    std::vector<std::string_view> scopes;
    for (std::size_t i = 0; i < server::scope_names.size(); ++i) {
        if (key.scopes.has(static_cast<server::Scope>(i))) scopes.push_back(server::scope_names[i]);
    }
    append_list(out, "scopes", scopes, [](std::string_view scope) { return scope; });
    if (!key.models.empty()) append_list(out, "models", key.models, [](std::string const& model) { return model; });
    if (key.expires) member("expires", moment_text(*key.expires));
    if (key.revoked) member("revoked", "true");
    auto const& limits = key.limits;
    if (limits.requests_per_minute) member("requests_per_minute", std::to_string(*limits.requests_per_minute));
    if (limits.tokens_per_minute) member("tokens_per_minute", std::to_string(*limits.tokens_per_minute));
    if (limits.budget_per_day) member("budget_per_day", std::to_string(limits.budget_per_day->dollars()));
}

std::unexpected<Error> not_read(std::string const& path, std::string const& why) {
    return fail(Errc::invalid_value, path + ": " + why);
}

// Held until destroyed; another process waits.
class FileLock {
public:
    explicit FileLock(std::string const& path)
        : file_{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)} {
        while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    ~FileLock() {
        if (file_ >= 0) ::close(file_);
    }
    FileLock(FileLock const&) = delete;
    FileLock& operator=(FileLock const&) = delete;
    [[nodiscard]] bool held() const { return file_ >= 0; }

private:
    int file_;
};

}  // namespace

Result<std::vector<ApiKey>> read_key_file(std::string const& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) {
        if (errno == ENOENT) return std::vector<ApiKey>{};
        return not_read(path, std::strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) return not_read(path, "is no file");
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) return not_read(path, "others may write it; chmod 600 it");
    std::ifstream file{path, std::ios::binary};
    std::string text(YamlDocument::max_bytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad()) return not_read(path, "cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));

    Reading reading{Problems{path}, [](std::string_view) { return std::nullopt; }, {}};
    auto const document = YamlDocument::parse(text);
    if (!document) {
        reading.problems.add(document.error());
        return std::unexpected(reading.problems.error());
    }
    auto keys = api_keys(Reader{reading, document->root()}["keys"]);
    reading.refuse_unknown_keys(document->root());
    if (!reading.problems.none()) return std::unexpected(reading.problems.error());
    return keys;
}

Result<void> write_key_file(std::string const& path, std::span<ApiKey const> keys) {
    std::string text{"# Written by `signalbox keys`. There are hashes here, and no key can be made of one.\n"};
    text.append(keys.empty() ? "keys: []\n" : "keys:\n");
    for (auto const& key : keys) append_key(text, key);
    return replace_file(path, text);
}

Result<void> change_key_file(std::string const& path, std::function<Result<void>(std::vector<ApiKey>&)> const& change) {
    std::error_code ec;
    if (auto const folder = std::filesystem::path{path}.parent_path(); !folder.empty()) {
        std::filesystem::create_directories(folder, ec);
    }
    FileLock const lock{path + ".lock"};
    if (!lock.held()) return fail(Errc::internal, path + ".lock: " + std::strerror(errno));
    auto keys = read_key_file(path);
    if (!keys) return std::unexpected(std::move(keys.error()));
    if (auto changed = change(*keys); !changed) return changed;
    if (keys->size() > most_keys) return fail(Errc::invalid_value, path + ": has as many keys as it may");
    return write_key_file(path, *keys);
}

}  // namespace signalbox::app
