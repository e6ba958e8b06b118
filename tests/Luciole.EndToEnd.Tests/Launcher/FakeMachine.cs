using System.Diagnostics;
using System.Text;

namespace Luciole.EndToEnd.Tests.Launcher;

/// <summary>A copy of the launcher in a small source tree, on a machine where every tool that it may call is a script that
/// writes down its call. Nothing of the real machine is on its path but the shell's ordinary commands.</summary>
internal sealed class FakeMachine : IDisposable
{
    private static readonly string[] Ordinary =
    [
        "awk", "basename", "bash", "cat", "dirname", "env", "find", "flock", "grep", "mkdir", "mv", "nproc", "readlink", "rm", "sh", "sleep",
        "sort", "tail", "timeout", "uname", "uniq",
    ];

    private readonly TemporaryFolder _folder = new();

    public FakeMachine()
    {
        Tree = Path.Combine(_folder.FullName, "source tree");
        Prefix = Path.Combine(_folder.FullName, "usr");
        foreach (var tool in Ordinary)
            LinkToReal(tool);

        foreach (var file in (string[])["luciole", "scripts/setup.sh", "scripts/test.sh", ".ci/run"])
            CopyIntoTree(file);
        Write("src/Luciole.Cli/Program.cs", "one");
        Write("native/CMakeLists.txt", "one");
        Write("Directory.Build.props", "");
        Write("Directory.Packages.props", "");
        Write("global.json", "{}");
        Write("recipes/demo/nucleus.yaml", "one");

        IsRoot = true;
        AddScript("dotnet/dotnet", """
            case $1 in
                --list-sdks) echo "9.0.100 [$MACHINE/dotnet/sdk]"; echo "10.0.401 [$MACHINE/dotnet/sdk]"; exit ;;
            esac
            echo "dotnet $1" >>"$MACHINE/calls"
            [ -e "$MACHINE/dotnet-fails" ] && { echo 'error CS0001: as told'; exit 1; }
            [ -e "$MACHINE/dotnet-dies" ] && kill -9 $PPID $$
            while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
            [ -z "$out" ] || { mkdir -p "$out"; cp_program "$out/luciole"; }
            exit 0
            """);
        AddTool("cmake", """
            echo "cmake $*" >>"$MACHINE/calls"
            [ -e "$MACHINE/cmake-fails" ] && { echo 'CMake Error: as told'; exit 1; }
            exit 0
            """);
        AddTool("g++", "exit 0");
        AddTool("make", "exit 0");
        AddSystemFile("include/tiffio.h");
        AddSystemFile("lib/x86_64-linux-gnu/cmake/Torch/TorchConfig.cmake");
        AddSystemFile("lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3");
        LinkSystemFile("lib/x86_64-linux-gnu/libblas.so.3", "openblas-openmp/libblas.so.3");
    }

    /// <summary>The source tree with the launcher in it; its path has a blank.</summary>
    public string Tree { get; }

    /// <summary>What the launcher takes for /usr.</summary>
    public string Prefix { get; }

    public bool IsRoot { set => AddTool("id", $"echo {(value ? 0 : 1000)}"); }

    /// <summary>The calls of dotnet, cmake and apt-get, in order.</summary>
    public string[] Calls => File.Exists(File_("calls")) ? File.ReadAllLines(File_("calls")) : [];

    public void Dispose() => _folder.Dispose();

    public void ForgetCalls() => File.Delete(File_("calls"));

    public string File_(string relative) => _folder.File(relative.Split('/'));

    /// <summary>Writes a source file; its time moves on by a second so that the change shows on any file system.</summary>
    public void Write(string relative, string text)
    {
        var path = Path.Combine(Tree, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.UtcNow;
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    public void AddTool(string name, string body) => AddScript("bin/" + name, body);

    public void RemoveTool(string name) => File.Delete(File_("bin/" + name));

    public void AddScript(string relative, string body)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The launcher is a script for Linux.");
        var path = File_(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        const string head = """
            #!/bin/bash
            cp_program() { printf '#!/bin/bash\nprintf "<%%s>" "$@"\n[[ $1 != exit ]] || exit $2\n' >"$1"; /bin/chmod +x "$1"; }

            """;
        File.WriteAllText(path, head + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void AddSystemFile(string relative) => AddFile("usr/" + relative);

    public void RemoveSystemFile(string relative) => File.Delete(File_("usr/" + relative));

    public void LinkSystemFile(string relative, string target)
    {
        File.Delete(File_("usr/" + relative));
        File.CreateSymbolicLink(File_("usr/" + relative), target);
    }

    /// <summary>Makes an empty file anywhere on the machine and returns its path.</summary>
    public string AddFile(string relative)
    {
        var path = File_(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }

    /// <summary>A package manager whose install makes exactly the named packages' files appear.</summary>
    public void AddPackageManager() => AddTool("apt-get", """
        echo "apt-get $*" >>"$MACHINE/calls"
        script() { printf '#!/bin/bash\necho "%s $*" >>"$MACHINE/calls"\n' "$1" >"$MACHINE/bin/$1"; /bin/chmod +x "$MACHINE/bin/$1"; }
        file() { mkdir -p "$MACHINE/usr/${1%/*}"; : >"$MACHINE/usr/$1"; }
        for package in "$@"; do
            case $package in
                cmake | g++ | make) script $package ;;
                libtiff-dev) file include/x86_64-linux-gnu/tiffio.h ;;
                libtorch-dev) file lib/x86_64-linux-gnu/cmake/Torch/TorchConfig.cmake ;;
                libopenblas0-openmp)
                    file lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3
                    /bin/ln -sf openblas-openmp/libblas.so.3 "$MACHINE/usr/lib/x86_64-linux-gnu/libblas.so.3" ;;
            esac
        done
        """);

    /// <summary>Takes away everything that a bare machine lacks but the .NET SDK.</summary>
    public void MakeBare()
    {
        RemoveTool("cmake");
        RemoveTool("g++");
        RemoveTool("make");
        Directory.Delete(Prefix, recursive: true);
        AddSystemFile("lib/x86_64-linux-gnu/blas/libblas.so.3");
        LinkSystemFile("lib/x86_64-linux-gnu/libblas.so.3", "blas/libblas.so.3");
    }

    /// <summary>Starts the launcher (or another program of the tree) and waits for its end.</summary>
    public Ending Start(string[] arguments, string? libtorch = null, string? program = null, string? workingFolder = null, int testLimit = 900)
    {
        var start = new ProcessStartInfo(program ?? Path.Combine(Tree, "luciole"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingFolder ?? _folder.FullName,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{File_("bin")}:{File_("dotnet")}";
        start.Environment["MACHINE"] = _folder.FullName;
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["LUCIOLE_SYSTEM_PREFIX"] = Prefix;
        start.Environment["LUCIOLE_TEST_TIMEOUT"] = $"{testLimit}";
        if (libtorch is not null)
            start.Environment["LUCIOLE_LIBTORCH"] = libtorch;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data is null ? "" : line.Data + '\n');
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Ending(process.ExitCode, output, error.ToString());
    }

    private void LinkToReal(string tool)
    {
        var real = ((string[])["/usr/bin", "/bin"]).Select(folder => Path.Combine(folder, tool)).First(File.Exists);
        Directory.CreateDirectory(File_("bin"));
        File.CreateSymbolicLink(File_("bin/" + tool), real);
    }

    private void CopyIntoTree(string file)
    {
        var target = Path.Combine(Tree, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Golden.RepositoryRoot, file), target);
    }
}

/// <summary>How a program ended.</summary>
internal sealed record Ending(int ExitCode, string Output, string Error);
