using System.Globalization;
using QlikSnowflake.Benchmarks.Rotation;

// Rotates a key through the connections of two Qlik Sense sites and a tenant, and kills the process that does it at random moments,
// again and again, until all kills are spent. Prints what was seen, and ends with 1 where a connection's key was not registered,
// a key was left over, or a rotation did not end.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["rotate", var first, var second, var path])
    return await RotatingProcess.RunAsync(first, second, path);

var connections = Number("--connections", 500);
var kills = Number("--kills", 50);
var seed = Number("--seed", Environment.TickCount & 0xFFFF);
return await new KillProof(connections, kills, seed).RunAsync() ? 0 : 1;

int Number(string name, int usual)
{
    var at = Array.IndexOf(args, name);
    return at < 0 ? usual : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
}
