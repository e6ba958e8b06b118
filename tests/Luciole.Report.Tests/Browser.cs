using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Luciole.Report.Tests;

/// <summary>A page in headless Chromium, driven through its debugging protocol on this machine; tests skip where there is no Chromium.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_programs = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit = new(s_limit);
    private string? _session;
    private int _id;

    private Browser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>Errors that the page reported.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Browser> OpenAsync(string file)
    {
        var program = s_programs.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "no Chromium; apt-get install chromium-headless-shell for the tests that open the report.");
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(program!, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--window-size=1500,1000", $"--user-data-dir={profile.FullName}", "about:blank"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync(new Uri(file));
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Evaluates an expression, waits for it when it is a promise, and gives its value.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, $"{expression}: {answer["exceptionDetails"]}");
        return answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string expression)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            if ((await EvaluateAsync($"!!({expression})"))!.GetValue<bool>())
                return;
        }

        Assert.Fail($"never true: {expression}; errors: {string.Join("; ", Errors)}");
    }

    public Task<JsonNode> MouseAsync(string type, double x, double y, int buttons = 0, double wheel = 0, int modifiers = 0, int clicks = 1) => CallAsync("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type, ["x"] = x, ["y"] = y, ["buttons"] = buttons, ["button"] = buttons > 0 || type == "mouseReleased" ? "left" : "none",
        ["deltaX"] = 0, ["deltaY"] = wheel, ["modifiers"] = modifiers, ["clickCount"] = type is "mousePressed" or "mouseReleased" ? clicks : 0,
    });

    public async Task ScreenshotAsync(string path)
    {
        var answer = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(answer["data"]!.GetValue<string>()));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _limit.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        // Its last children may still write.
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ConnectAsync(Uri page)
    {
        const string words = "DevTools listening on ";
        string? line;
        do
            line = await _process.StandardError.ReadLineAsync(_limit.Token);
        while (line?.StartsWith(words, StringComparison.Ordinal) == false);
        Assert.True(line is not null, "Chromium did not start");
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        await _socket.ConnectAsync(new Uri(line![words.Length..]), _limit.Token);
        var target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["width"] = 1500, ["height"] = 1000 });
        var attached = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        _session = attached["sessionId"]!.GetValue<string>();
        await CallAsync("Runtime.enable", []);
        await CallAsync("Log.enable", []);
        await CallAsync("Page.enable", []);
        await CallAsync("Page.navigate", new JsonObject { ["url"] = page.AbsoluteUri });
        await UntilAsync("document.documentElement?.dataset.ready === 'yes'");
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_id;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
            call["sessionId"] = _session;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            var said = message["method"]?.GetValue<string>();
            if (said == "Runtime.exceptionThrown" || (said == "Log.entryAdded" && message["params"]!["entry"]!["level"]!.GetValue<string>() == "error"))
                Errors.Add(message["params"]!.ToJsonString());
            if (message["id"]?.GetValue<int>() != id)
                continue;
            return message["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray(), documentOptions: default(JsonDocumentOptions))!;
    }
}
