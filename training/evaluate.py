import torch
from collections import Counter
from text_tower import embed_sentences
_cache={}
@torch.no_grad()
def embed_rows(model, rows, mels):
    was=model.training; model.eval(); out=[]
    for r in rows:
        x=mels[r["firstFrame"]:r["firstFrame"]+r["frames"]].float()[None,None]
        with torch.autocast("cpu",torch.bfloat16): e=model.audio(x.contiguous(memory_format=torch.channels_last))
        out.append(e.float())
    model.train(was); return torch.cat(out)
def sent(texts):
    m=[t for t in texts if t not in _cache]
    if m: _cache.update(zip(m,embed_sentences(m)))
    return torch.stack([_cache[t] for t in texts])
@torch.no_grad()
def score_dev(model, rows, mels):
    ct=Counter(r["class"] for r in rows if r["split"]=="train"); dev=[r for r in rows if r["split"]=="dev"]
    classes=sorted({r["class"] for r in dev if ct[r["class"]]>=4})
    cnt=Counter(r["class"] for r in dev); c5=[c for c in classes if cnt[c]>=4]
    E=embed_rows(model,dev,mels); was=model.training; model.eval(); res={}
    for name,cl in (("all",classes),("c4",c5)):
        T=model.text(sent(cl)); k=[i for i,r in enumerate(dev) if r["class"] in set(cl)]
        p=(E[k]@T.T).argmax(1).tolist(); ok=[cl[a]==dev[i]["class"] for a,i in zip(p,k)]
        per={c:[] for c in cl}
        for o,i in zip(ok,k): per[dev[i]["class"]].append(o)
        res[name]=dict(classes=len(cl),n=len(k),top1=round(sum(ok)/len(ok),4),balanced=round(sum(sum(v)/len(v) for v in per.values())/len(per),4))
    model.train(was); return res
