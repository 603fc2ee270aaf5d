#pragma once

#include <atomic>
#include <cerrno>
#include <sqlite3.h>
#include <unistd.h>

namespace signalbox::storage {

// The disk under SQLite, which a test spoils for as long as this lives: what is written then fails as told, or hangs
// until it may go on. Reading works. One at a time. Threads: any.
class BadDisk {
public:
    BadDisk() {
        for (auto const* call : {"pwrite", "pwrite64"}) replace(call, reinterpret_cast<sqlite3_syscall_ptr>(&pwrite));
        replace("write", reinterpret_cast<sqlite3_syscall_ptr>(&write));
        error_ = 0;
        hangs_ = false;
        hanging_ = 0;
    }
    BadDisk(BadDisk const&) = delete;
    BadDisk& operator=(BadDisk const&) = delete;
    ~BadDisk() {
        recover();
        for (auto const* call : {"pwrite", "pwrite64", "write"}) replace(call, nullptr);  // the system's own again
    }

    void fail_with(int error) { error_ = error; }  // ENOSPC, EIO
    void hang() { hangs_ = true; }
    void recover() {
        error_ = 0;
        hangs_ = false;
        hangs_.notify_all();
    }
    [[nodiscard]] static int hanging() { return hanging_; }  // writes that hang now

private:
    static void replace(char const* call, sqlite3_syscall_ptr with) {
        auto* const system = sqlite3_vfs_find(nullptr);
        system->xSetSystemCall(system, call, with);
    }
    // 0, or the error that the call ends with.
    static int spoiled() {
        ++hanging_;
        hangs_.wait(true);
        --hanging_;
        return error_;
    }
    static ssize_t pwrite(int file, void const* bytes, std::size_t size, off_t place) {
        if (int const error = spoiled(); error != 0) return errno = error, -1;
        return ::pwrite(file, bytes, size, place);
    }
    static ssize_t write(int file, void const* bytes, std::size_t size) {
        if (int const error = spoiled(); error != 0) return errno = error, -1;
        return ::write(file, bytes, size);
    }

    static inline std::atomic<int> error_{0};
    static inline std::atomic<bool> hangs_{false};
    static inline std::atomic<int> hanging_{0};
};

}  // namespace signalbox::storage
